/**
 * Who a drawn face is, and what that person looks like in each of the two domains.
 *
 * An {@linkcode Identity} holds every *kept* attribute: background tint, skin, hair colour, mouth,
 * nose, brows and their angle, eye angle, glasses, headwear, mirroring. What *changes* between the
 * domains is hair style, hair behind the head, head shape and width, ears, eye shape, beard, lines
 * and blush; each of these is looked up from one kept attribute, by a table of its own in each
 * domain. So a face follows exactly from its identity and its domain. The true counterpart of a man
 * is one certain woman, and she can be told from his picture alone:
 *
 * | changes | looked up from |
 * |---|---|
 * | hair style, hair behind | hair colour |
 * | head shape | skin |
 * | beard | mouth |
 * | eye shape | eye angle |
 * | lines, blush | nose |
 * | width of the head, size of the ears | the domain alone |
 *
 * The background is kept as well, in four light tints, so that a translation which disturbs it
 * shows.
 *
 * @module
 */
import type { FaceConfig } from "facesjs";
import type { Random } from "../../random.ts";

/** The description of a face that facesjs draws. */
export type Face = FaceConfig;

/** The two domains, in the order of their labels c. */
export const faceDomains = ["man", "woman"] as const;
/** A domain of the drawn faces. */
export type FaceDomain = typeof faceDomains[number];

/** The values that each kept attribute may take. A repeated value is as much more frequent. */
export const faceAttributes = {
  background: ["#f4f4f0", "#d5e6f4", "#f6e3d0", "#d9ecd6"],
  skin: ["#f9dccb", "#eab98f", "#ce9a72", "#a8744f", "#7d5138", "#573527"],
  hairColor: ["#221f1d", "#4b2f1f", "#8a5a33", "#bb4f2c", "#ecc873", "#b5b3b0"],
  mouth: ["straight", "smile4", "mouth", "smile", "mouth7"],
  nose: ["nose2", "nose13", "honker", "nose5"],
  brows: ["eyebrow1", "eyebrow4", "eyebrow19"],
  browAngle: [-12, 0, 14],
  eyeAngle: [-8, 3, 14],
  glasses: ["none", "none", "none", "none", "none", "none", "glasses2-black", "glasses1-primary"],
  // deno-fmt-ignore
  headwear: ["none", "none", "none", "none", "none", "none", "none", "none", "none", "headband", "hat"],
  flip: [false, true],
} as const;

/** The kept attributes of one person. */
export type Identity = {
  readonly [A in keyof typeof faceAttributes]: typeof faceAttributes[A][number];
};

/** Whose faces a split may show; {@linkcode identityPool} sorts every identity into one of them. */
export type IdentityPool = "man" | "woman" | HeldOutPool;
/** The pools that held-out faces may be of: for choosing a recipe, or for reporting it. */
export type HeldOutPool = "heldOut" | "test";

/**
 * The pool of an identity, by a hash of its attributes. 1 in 10 is held out, 1 in 10 is kept for
 * the test, and the others train either man or woman. The pools are disjoint whatever the seed, so
 * the training domains share nobody, and nobody held out is ever trained on. Recipes are chosen by
 * `heldOut`; `test` is for the numbers that are reported, once.
 */
export function identityPool(identity: Identity): IdentityPool {
  let hash = 0x811c9dc5; // FNV-1a
  for (const character of Object.values(identity).join()) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  }
  const tenth = ((hash ^ (hash >>> 15)) >>> 0) % 10;
  return tenth < 2 ? (["test", "heldOut"] as const)[tenth] : tenth < 6 ? "man" : "woman";
}

/**
 * Draws identities of one pool.
 *
 * @param random moves on
 * @param pool whose
 * @param count how many
 */
export function drawIdentities(random: Random, pool: IdentityPool, count: number): Identity[] {
  const identities: Identity[] = [];
  while (identities.length < count) {
    const drawn = Object.entries(faceAttributes).map(([name, values]) => [
      name,
      values[random.integer(values.length)],
    ]);
    const identity = Object.fromEntries(drawn) as Identity;
    if (identityPool(identity) === pool) identities.push(identity);
  }
  return identities;
}

/** What changes between the domains: each list is indexed by the kept attribute it is named for. */
interface Look {
  readonly fatness: number;
  readonly earSize: number;
  readonly hairByHairColor: readonly string[];
  readonly hairBgByHairColor: readonly string[];
  readonly headBySkin: readonly string[];
  readonly beardByMouth: readonly string[];
  readonly eyeByEyeAngle: readonly string[];
  readonly smileLineByNose: readonly string[];
  readonly miscLineByNose: readonly string[];
}

const looks: Readonly<Record<FaceDomain, Look>> = {
  man: {
    fatness: 0.75,
    earSize: 1.05,
    hairByHairColor: ["short", "spike4", "parted", "curly3", "high", "crop-fade"],
    hairBgByHairColor: Array(6).fill("none"),
    headBySkin: ["head10", "head4", "head18", "head10", "head4", "head18"],
    beardByMouth: ["beard3", "none", "fullgoatee3", "mustache1", "beard1"],
    eyeByEyeAngle: ["eye6", "eye3", "eye19"],
    smileLineByNose: ["none", "line1", "none", "line2"],
    miscLineByNose: ["forehead2", "none", "forehead3", "none"],
  },
  woman: {
    fatness: 0.15,
    earSize: 0.6,
    hairByHairColor: ["female9", "female1", "female10", "female6", "female5", "female7"],
    hairBgByHairColor: ["female2", "female2", "female2", "female3", "female2", "female2"],
    headBySkin: ["female1", "female3", "female2", "female1", "female3", "female2"],
    beardByMouth: Array(5).fill("none"),
    eyeByEyeAngle: ["female10", "female1", "female3"],
    smileLineByNose: Array(4).fill("none"),
    miscLineByNose: ["blush", "none", "blush", "none"],
  },
};

/**
 * The face of a person as a man or as a woman.
 *
 * @param identity the kept attributes
 * @param domain decides the others
 */
export function faceOf(identity: Identity, domain: FaceDomain): Face {
  const look = looks[domain];
  const place = <A extends keyof typeof faceAttributes>(name: A) =>
    (faceAttributes[name] as readonly unknown[]).indexOf(identity[name]);
  const hair = place("hairColor"), nose = place("nose");
  return {
    fatness: look.fatness,
    teamColors: ["#3f7fbf", "#a3262e", "#2b2b3a"],
    hairBg: { id: look.hairBgByHairColor[hair] },
    body: { id: "body", color: identity.skin, size: 0.9 },
    jersey: { id: "none" },
    ear: { id: "ear1", size: look.earSize },
    head: { id: look.headBySkin[place("skin")], shave: "rgba(0,0,0,0)" },
    eyeLine: { id: "none" },
    smileLine: { id: look.smileLineByNose[nose], size: 1 },
    miscLine: { id: look.miscLineByNose[nose] },
    facialHair: { id: look.beardByMouth[place("mouth")] },
    eye: { id: look.eyeByEyeAngle[place("eyeAngle")], angle: identity.eyeAngle },
    eyebrow: { id: identity.brows, angle: identity.browAngle },
    hair: { id: look.hairByHairColor[hair], color: identity.hairColor, flip: identity.flip },
    mouth: { id: identity.mouth, flip: identity.flip },
    nose: { id: identity.nose, flip: identity.flip, size: 0.9 },
    glasses: { id: identity.glasses },
    accessories: { id: identity.headwear },
  };
}
