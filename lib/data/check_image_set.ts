/**
 * Whether images are those that a model knows.
 *
 * @module
 */

/** What a model knows of its images. */
export interface KnownImages {
  /** Side of the images, pixels. */
  readonly size: number;
  /** Names of the domains; the index is the label c. */
  readonly domains: readonly string[];
}

/**
 * Checks that images have a model's size and its domains, in the same order. A label is an index,
 * so in another order every image would be trained on as one of another domain.
 *
 * @param images what is given
 * @param model what is wanted
 * @throws RangeError that lists both
 */
export function checkImageSet(images: KnownImages, model: KnownImages): void {
  if (images.size === model.size && sameNames(images.domains, model.domains)) return;
  throw new RangeError(
    `The images are of ${text(images)}, the model is for ${text(model)}: open them at its size, ` +
      "with domains of these names in this order",
  );
}

const text = ({ size, domains }: KnownImages) => `${domains.join(", ")} at ${size}x${size}`;

/** Whether two lists hold the same names in the same order, however a file system spells them. */
export function sameNames(one: readonly string[], other: readonly string[]): boolean {
  const spelt = (names: readonly string[]) => JSON.stringify(names.map((n) => n.normalize("NFC")));
  return spelt(one) === spelt(other);
}
