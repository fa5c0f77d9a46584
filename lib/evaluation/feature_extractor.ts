/**
 * What a kernel distance needs of a network that describes images.
 *
 * @module
 */

/** A fixed network that knows nothing of the data set. */
export interface FeatureExtractor extends Disposable {
  /** Which network of which package. Without this a distance says nothing. */
  readonly name: string;
  /** Length of a row of features. */
  readonly width: number;
  /**
   * Describes N images.
   *
   * @param images N * size * size * 3 numbers in [-1, 1]
   * @param size side of the images, pixels
   * @returns N * width numbers
   * @throws TypeError if the numbers are not a whole number of images
   */
  extract(images: Float32Array, size: number): Promise<Float32Array>;
}
