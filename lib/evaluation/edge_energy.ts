/**
 * Edge energy: whether images are as sharp as the data.
 *
 * @module
 */

/**
 * Mean magnitude of the gradient, sqrt(dx^2 + dy^2) with differences of neighbouring pixels, over
 * pixels and channels.
 *
 * @param images N * size * size * 3 numbers
 * @param size side of the images, pixels
 */
export function edgeEnergy(images: Float32Array, size: number): number {
  const row = size * 3, width = size * row;
  let sum = 0, count = 0;
  for (let start = 0; start < images.length; start += width) {
    for (let y = 0; y < size - 1; y++) {
      for (let x = 0; x < row - 3; x++) {
        const i = start + y * row + x;
        sum += Math.hypot(images[i + 3] - images[i], images[i + row] - images[i]);
        count++;
      }
    }
  }
  return sum / count;
}

/**
 * Edge energy of some images / that of reals: 1 is the data's own, less is softer, more is noise.
 * Null where the reals have no edges.
 *
 * @param images N * size * size * 3 numbers
 * @param reals M * size * size * 3 numbers
 * @param size side of the images, pixels
 */
export function edgeRatio(images: Float32Array, reals: Float32Array, size: number): number | null {
  const own = edgeEnergy(reals, size);
  return own ? edgeEnergy(images, size) / own : null;
}
