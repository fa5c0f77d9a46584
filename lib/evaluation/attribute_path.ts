/**
 * Where a kept attribute is lost on its way through E and G.
 *
 * @module
 */
import type { Identity } from "../data/face_identity.ts";
import { generateImages } from "../translation/translate_images.ts";
import { attributeLabels, type AttributeName, keptAttributes } from "./kept_attributes.ts";
import type { AttributeProbe } from "./attribute_probe.ts";
import { readAttributes } from "./read_attributes.ts";
import type { Subject } from "./subject.ts";

/**
 * Shares of images, of one attribute. For a perfect model the first two are 1, the others what the
 * probe itself gets right on true counterparts.
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

/** What is known of one domain. */
export interface DomainImages {
  /** Fresh latents, N * z. */
  readonly latents: Float32Array;
  /** G of them in this domain. */
  readonly fakes: Float32Array;
  /** E of these. */
  readonly estimates: Float32Array;
  /** Held-out reals. */
  readonly reals: Float32Array;
  /** E of them. */
  readonly encoded: Float32Array;
}

/** The probe's readings of some images: for each attribute a label of each image. */
type Readings = readonly (readonly number[])[];

/**
 * Follows every attribute, in every domain and every direction; the shares are means of these.
 *
 * @param subject model and probe
 * @param images of each domain, in the order of the labels
 * @param people who the held-out reals show, in each domain
 */
export async function attributePaths(
  { model, batch }: Subject,
  probe: AttributeProbe,
  images: readonly DomainImages[],
  people: readonly Identity[],
): Promise<AttributePath[]> {
  const { domains } = model;
  const read = (x: Float32Array): Promise<Readings> => readAttributes(probe, x, batch);
  const draw = async (z: Float32Array, c: number) =>
    await read(await generateImages(model, z, domains[c], batch));
  const shares: Omit<AttributePath, "attribute">[][] = [];
  for (const [c, { latents, fakes, estimates, reals, encoded }] of images.entries()) {
    const count = reals.length / (model.config.size ** 2 * 3);
    const labels = keptAttributes.map((a) => attributeLabels(people.slice(0, count), a));
    const ofFakes = await read(fakes);
    const again = await draw(estimates, c);
    const reconstructions = await draw(encoded, c);
    for (const other of domains.keys()) {
      if (other === c) continue;
      const alike = await draw(latents, other), translations = await draw(encoded, other);
      shares.push(keptAttributes.map(({ values }, i) => ({
        alike: agreement(ofFakes[i], alike[i]),
        fakes: agreement(ofFakes[i], again[i]),
        reals: agreement(labels[i], reconstructions[i]),
        translations: agreement(labels[i], translations[i]),
        renamed: renamedAgreement(labels[i], translations[i], values.length),
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
 * gains nothing by it but the most frequent label's share.
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
 * @param values how many labels there are; all their permutations are tried
 */
export function renamedAgreement(
  a: readonly number[],
  b: readonly number[],
  values: number,
): number {
  const counts = Array.from({ length: values }, () => Array<number>(values).fill(0));
  a.forEach((label, k) => counts[label][b[k]]++);
  const best = (label: number, free: readonly number[]): number =>
    free.length === 0
      ? 0
      : Math.max(...free.map((name) =>
        counts[label][name] + best(label + 1, free.filter((other) => other !== name))
      ));
  return best(0, [...counts.keys()]) / a.length;
}
