/**
 * Structural similarity of two images.
 *
 * @module
 */

/** Standard deviation of the Gaussian window, pixels. Source: Wang et al. 2004. */
const SIGMA = 1.5;
/** Side of the window, pixels. */
export const WINDOW = 11;
/** (K1 L)^2 and (K2 L)^2 with K1 = 0.01, K2 = 0.03 and the dynamic range L = 2 of [-1, 1]. */
const C1 = (0.01 * 2) ** 2, C2 = (0.03 * 2) ** 2;

const gaussian = (() => {
  const weights = Float64Array.from(
    { length: WINDOW },
    (_, i) => Math.exp(-(((i - (WINDOW - 1) / 2) / SIGMA) ** 2) / 2),
  );
  const sum = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / sum);
})();

/**
 * Mean SSIM over all 11x11 windows that lie inside the image, and over the three channels: 1 for
 * equal images, about 0 for unrelated ones. The same as tf.image.ssim of these numbers with
 * max_val = 2.
 *
 * Source: Wang, Bovik, Sheikh, Simoncelli, "Image quality assessment", 2004, equation 13.
 *
 * @param a size * size * 3 numbers in [-1, 1]
 * @param b the other image
 * @param size side of the images, pixels, 11 or more
 * @returns -1 to 1
 * @throws RangeError if the images are smaller than the window
 */
export function ssim(a: Float32Array, b: Float32Array, size: number): number {
  const channels = similarity(a, b, size);
  return channels.reduce((sum, channel) => sum + channel.ssim, 0) / channels.length;
}

/** Means over the windows of one channel. */
export interface Similarity {
  /** Of luminance, contrast and structure together. */
  readonly ssim: number;
  /** Of contrast and structure alone. */
  readonly contrast: number;
}

/**
 * SSIM of each channel and its contrast-structure part, which multi-scale SSIM is made of.
 *
 * @param a size * size * 3 numbers in [-1, 1]
 * @param b the other image
 * @param size side of the images, pixels, 11 or more
 * @returns one of each of the three channels
 * @throws RangeError if the images are smaller than the window
 */
export function similarity(a: Float32Array, b: Float32Array, size: number): Similarity[] {
  if (size < WINDOW) throw new RangeError(`SSIM needs images of ${WINDOW}x${WINDOW} or more`);
  const pixels = size * size, planes = new Float64Array(4 * pixels);
  const [planeA, planeB, squares, products] = [0, 1, 2, 3]
    .map((i) => planes.subarray(i * pixels, (i + 1) * pixels));
  return [0, 1, 2].map((channel) => {
    let total = 0, totalContrast = 0;
    for (let i = 0, at = channel; i < pixels; i++, at += 3) {
      const va = a[at], vb = b[at];
      planeA[i] = va;
      planeB[i] = vb;
      squares[i] = va * va + vb * vb;
      products[i] = va * vb;
    }
    const meanA = smooth(planeA, size), meanB = smooth(planeB, size);
    const square = smooth(squares, size), product = smooth(products, size);
    for (let i = 0; i < meanA.length; i++) {
      const ma = meanA[i], mb = meanB[i], means = ma * ma + mb * mb;
      // Only the sum of the two variances is asked for.
      const contrast = (2 * (product[i] - ma * mb) + C2) / (square[i] - means + C2);
      totalContrast += contrast / meanA.length;
      total += contrast * (2 * ma * mb + C1) / (means + C1) / meanA.length;
    }
    return { ssim: total, contrast: totalContrast };
  });
}

/** Gaussian-weighted means of the windows inside, rows first: [size - 10, size - 10]. */
function smooth(plane: Float64Array, size: number): Float64Array {
  const inside = size - WINDOW + 1;
  const rows = new Float64Array(size * inside), out = new Float64Array(inside * inside);
  for (let y = 0; y < size; y++) {
    weigh(plane, y * size, 1, rows, y * inside, inside);
  }
  for (let y = 0; y < inside; y++) weigh(rows, y * inside, inside, out, y * inside, inside);
  return out;
}

/** Where both of its halves are the same, the window takes half the products. */
const [W0, W1, W2, W3, W4, W5] = gaussian;

/** `count` weighted sums of 11 numbers that lie `step` apart, from `from` on and one further each. */
function weigh(
  x: Float64Array,
  from: number,
  step: number,
  out: Float64Array,
  to: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const p = from + i, q = p + 10 * step;
    out[to + i] = W0 * (x[p] + x[q]) + W1 * (x[p + step] + x[q - step]) +
      W2 * (x[p + 2 * step] + x[q - 2 * step]) + W3 * (x[p + 3 * step] + x[q - 3 * step]) +
      W4 * (x[p + 4 * step] + x[q - 4 * step]) + W5 * x[p + 5 * step];
  }
}
