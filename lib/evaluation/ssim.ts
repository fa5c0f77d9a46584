/**
 * Structural similarity of two images.
 *
 * @module
 */

/** Standard deviation of the Gaussian window, pixels. Source: Wang et al. 2004. */
const SIGMA = 1.5;
/** Side of the window, pixels. */
export const WINDOW = 11;
/** (K1 L)^2 and (K2 L)^2 with K1 = .01, K2 = .03 and the dynamic range L = 2 of [-1, 1]. */
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
 * equal images, about 0 for unrelated ones.
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
  return similarity(a, b, size).ssim;
}

/** Means over windows and channels. */
export interface Similarity {
  /** Of luminance, contrast and structure together. */
  readonly ssim: number;
  /** Of contrast and structure alone. */
  readonly contrast: number;
}

/**
 * SSIM and its contrast-structure part, which multi-scale SSIM is made of.
 *
 * @param a size * size * 3 numbers in [-1, 1]
 * @param b the other image
 * @param size side of the images, pixels, 11 or more
 * @throws RangeError if the images are smaller than the window
 */
export function similarity(a: Float32Array, b: Float32Array, size: number): Similarity {
  if (size < WINDOW) throw new RangeError(`SSIM needs images of ${WINDOW}x${WINDOW} or more`);
  let total = 0, totalContrast = 0;
  for (let channel = 0; channel < 3; channel++) {
    const plane = (f: (i: number) => number) =>
      smooth(Float64Array.from({ length: size * size }, (_, i) => f(3 * i + channel)), size);
    const meanA = plane((i) => a[i]), meanB = plane((i) => b[i]);
    const squareA = plane((i) => a[i] * a[i]), squareB = plane((i) => b[i] * b[i]);
    const product = plane((i) => a[i] * b[i]);
    for (let i = 0; i < meanA.length; i++) {
      const ma = meanA[i], mb = meanB[i];
      const varianceA = squareA[i] - ma * ma, varianceB = squareB[i] - mb * mb;
      const contrast = (2 * (product[i] - ma * mb) + C2) / (varianceA + varianceB + C2);
      totalContrast += contrast / meanA.length;
      total += contrast * (2 * ma * mb + C1) / (ma * ma + mb * mb + C1) / meanA.length;
    }
  }
  return { ssim: total / 3, contrast: totalContrast / 3 };
}

/** Gaussian-weighted means of the windows inside, rows first: [size - 10, size - 10]. */
function smooth(plane: Float64Array, size: number): Float64Array {
  const inside = size - WINDOW + 1;
  const rows = new Float64Array(size * inside), out = new Float64Array(inside * inside);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < inside; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW; k++) sum += gaussian[k] * plane[y * size + x + k];
      rows[y * inside + x] = sum;
    }
  }
  for (let y = 0; y < inside; y++) {
    for (let x = 0; x < inside; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW; k++) sum += gaussian[k] * rows[(y + k) * inside + x];
      out[y * inside + x] = sum;
    }
  }
  return out;
}
