/**
 * Where a kept attribute is lost on its way through E and G.
 *
 * @module
 */
import { cheapestAssignment } from "../../training/cheapest_assignment.ts";
import type { Identity } from "../../data/drawn/face_identity.ts";
import { attributeLabels, type AttributeName, keptAttributes } from "./kept_attributes.ts";
import type { AttributeProbe } from "./attribute_probe.ts";
import { readAttributes } from "./read_attributes.ts";

/**
 * Shares of images for one attribute. For a perfect model the first two are 1, and the others are
 * what the probe itself gets right on true counterparts.
 */
export interface AttributePath {
  /** Which. */
  readonly attribute: AttributeName;
  /** G: the probe reads the same off G(z, c) and off G(z, c') of the same fresh z. */
  readonly alike: number;
  /** E on fakes: the same off G(z, c) and off G(E(G(z, c)), c). */
  readonly fakes: number;
  /** E on held-out reals: the person's own value off G(E(x), c_source). */
  readonly reals: number;
  /** Both: the person's own value off G(E(x), c'). */
  readonly translations: number;
  /**
   * The same under the best one-to-one renaming of the values: well above `translations` where G
   * keeps the attribute, but pairs its values otherwise than the data do.
   */
  readonly renamed: number;
}

/** What G draws from what is known of one domain c. */
export interface DomainImages {
  /** G(z, c') of fresh z, for every domain c'. */
  readonly fakes: readonly Float32Array[];
  /** G(E(G(z, c)), c) of the same z. */
  readonly fakesAgain: Float32Array;
  /** G(E(x), c') of held-out reals, for every domain c'. */
  readonly translations: readonly Float32Array[];
}

/** The probe's readings of some images: for each attribute a label of each image. */
type Readings = readonly (readonly number[])[];

/**
 * Follows every attribute, in every domain and every direction; the shares are means of these.
 *
 * @param probe the reader
 * @param images of each domain, in the order of the labels
 * @param people who the held-out reals show, in each domain; further ones are left aside
 * @param batch images in a batch
 */
export async function attributePaths(
  probe: AttributeProbe,
  images: readonly DomainImages[],
  people: readonly Identity[],
  batch: number,
): Promise<AttributePath[]> {
  const read = async (sets: readonly Float32Array[]): Promise<Readings[]> => {
    const readings: Readings[] = [];
    for (const set of sets) readings.push(await readAttributes(probe, set, batch));
    return readings;
  };
  const shares: Omit<AttributePath, "attribute">[][] = [];
  for (const [c, domain] of images.entries()) {
    const fakes = await read(domain.fakes);
    const again = await readAttributes(probe, domain.fakesAgain, batch);
    const translations = await read(domain.translations), count = translations[c][0].length;
    const labels = keptAttributes.map((a) => attributeLabels(people.slice(0, count), a));
    for (const other of images.keys()) {
      if (other === c) continue;
      shares.push(keptAttributes.map(({ values }, i) => ({
        alike: agreement(fakes[c][i], fakes[other][i]),
        fakes: agreement(fakes[c][i], again[i]),
        reals: agreement(labels[i], translations[c][i]),
        translations: agreement(labels[i], translations[other][i]),
        renamed: renamedAgreement(labels[i], translations[other][i], values.length),
      })));
    }
  }
  return keptAttributes.map(({ name }, i) => {
    const mean = (key: keyof typeof shares[0][0]) =>
      shares.reduce((sum, row) => sum + row[i][key], 0) / shares.length;
    return {
      attribute: name,
      alike: mean("alike"),
      fakes: mean("fakes"),
      reals: mean("reals"),
      translations: mean("translations"),
      renamed: mean("renamed"),
    };
  });
}

/** Share of places where two lists have the same label. */
function agreement(a: readonly number[], b: readonly number[]): number {
  return a.filter((label, k) => label === b[k]).length / a.length;
}

/**
 * The agreement of two lists under the best renaming of the labels of one: the largest, over the
 * permutations pi, of the share of images with pi(a) = b. A list that says the same of all images
 * gains only the share of the most frequent label by it.
 *
 * @example
 * ```ts
 * import { renamedAgreement } from "./attribute_path.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(renamedAgreement([0, 0, 1, 1], [1, 1, 0, 0], 2), 1);
 * assertEquals(renamedAgreement([0, 0, 1, 1], [0, 0, 0, 0], 2), 0.5);
 * ```
 *
 * @param a labels from 0
 * @param b labels of the same images
 * @param values how many labels there are
 */
export function renamedAgreement(
  a: readonly number[],
  b: readonly number[],
  values: number,
): number {
  const counts = Array.from({ length: values }, () => Array<number>(values).fill(0));
  a.forEach((label, k) => counts[label][b[k]]++);
  const names = cheapestAssignment(counts.map((row) => row.map((count) => -count)));
  return names.reduce((sum, name, label) => sum + counts[label][name], 0) / a.length;
}
