/**
 * Attributes of CelebA's table that a translation should keep.
 *
 * @module
 */
import type { PictureFacts, PictureTable } from "../../data/image_set.ts";

/** Visible at 64x64, and of men and women alike. */
const CANDIDATES = [
  ...["Smiling", "Mouth_Slightly_Open", "Eyeglasses", "Bangs", "Black_Hair", "Blond_Hair"],
  ...["Brown_Hair", "Gray_Hair", "Pale_Skin", "Narrow_Eyes", "Young"],
];

/** Fewer pictures than this with or without an attribute teach a probe nothing. */
const FEWEST = 10;
/** Where the shares of two domains differ by this much, the attribute is the domain. */
const IS_DOMAIN = 0.95;

const shareOf = (name: string, facts: readonly PictureFacts[]) =>
  facts.filter(({ attributes }) => attributes?.has(name)).length / facts.length;

/**
 * The attributes of a table that can be scored: it has them, the training pictures have both values,
 * and the domains are not told apart by them.
 *
 * @param table of the data
 */
export function keptNames({ attributes, train }: PictureTable): string[] {
  return CANDIDATES.filter((name) => {
    if (!attributes.includes(name)) return false;
    const all = train.flat(), having = shareOf(name, all) * all.length;
    if (Math.min(having, all.length - having) < FEWEST) return false;
    const shares = train.map((facts) => shareOf(name, facts));
    return Math.max(...shares) - Math.min(...shares) < IS_DOMAIN;
  });
}
