/**
 * The order in which the files of a domain are packed, of which the first are held out.
 *
 * @module
 */
import { Random } from "../random.ts";
import type { SourceFile } from "./file_listing.ts";

/**
 * Shuffles files, so that the first ones are a fair sample even where they are the frames of a
 * video. Held-out files that are named come before the others.
 *
 * @param files of one domain
 * @param seed of the split
 * @returns the files in the order in which they are packed
 */
export function packingOrder(files: readonly SourceFile[], seed: number): SourceFile[] {
  const shuffled = shuffledByName(files, seed);
  return [
    ...shuffled.filter(({ heldOut }) => heldOut),
    ...shuffled.filter(({ heldOut }) => !heldOut),
  ];
}

/** An order that follows from each name and the seed alone. */
function shuffledByName(files: readonly SourceFile[], seed: number): SourceFile[] {
  const random = new Random(seed);
  return files.map((file) => ({ file, key: random.fork(file.name).next() }))
    .sort((a, b) => a.key - b.key || (a.file.name < b.file.name ? -1 : 1))
    .map(({ file }) => file);
}
