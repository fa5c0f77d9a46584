/**
 * Kernel distance of two sets of features: whether images are distributed as the data are.
 *
 * @module
 */

/**
 * Unbiased MMD^2 with the kernel k(x, y) = (x . y / width + 1)^3: Its mean is 0 for two sets of one
 * distribution, so it may be negative. It grows with their difference. It says nothing without the
 * features' name, both N, and its floor, the value between two sets of reals.
 *
 * Differs: KID (arXiv 1801.01401) takes Inception features as they are. Other features have no
 * scale of their own, so here both sets are divided by the root mean square of the reals.
 *
 * @param reals N * width numbers
 * @param images M * width numbers
 * @param width length of a row of features
 * @throws TypeError if either holds fewer than two rows
 */
export function kernelDistance(reals: Float32Array, images: Float32Array, width: number): number {
  const smallest = Math.min(reals.length, images.length) / width;
  if (!(smallest >= 2)) {
    throw new TypeError(`Needs two sets of two or more rows, got ${smallest} in the smaller`);
  }
  const meanSquare = reals.reduce((sum, v) => sum + v * v, 0) / reals.length || 1;
  const scale = 1 / (width * meanSquare);
  return meanKernel(reals, reals, width, scale) + meanKernel(images, images, width, scale) -
    2 * meanKernel(reals, images, width, scale);
}

/** Mean k over all pairs of rows; over pairs of two different rows where a is b. */
function meanKernel(a: Float32Array, b: Float32Array, width: number, scale: number): number {
  const rowsA = a.length / width, rowsB = b.length / width;
  let sum = 0;
  for (let i = 0; i < rowsA; i++) {
    for (let j = 0; j < rowsB; j++) {
      if (a === b && i === j) continue;
      let dot = 0;
      for (let k = 0, p = i * width, q = j * width; k < width; k++) dot += a[p + k] * b[q + k];
      sum += (dot * scale + 1) ** 3;
    }
  }
  return sum / (a === b ? rowsA * (rowsA - 1) : rowsA * rowsB);
}
