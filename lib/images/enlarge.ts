/**
 * Small pictures made larger without edges between their pixels.
 *
 * @module
 */

/**
 * Enlarges a square picture by a whole factor: cubic interpolation of Catmull and Rom, through every
 * pixel. Beyond the edge its pixels are repeated.
 *
 * @param rgb size * size * 3 numbers
 * @param size side of the picture, pixels
 * @param factor 1 or more
 * @returns (factor * size) * (factor * size) * 3 numbers; beside an edge of the picture they may leave
 *   the range of the input
 */
export function enlarge(rgb: ArrayLike<number>, size: number, factor: number): Float32Array {
  const wide = size * factor, taps = Array.from({ length: wide }, (_, i) => tapsOf(i, factor));
  const at = (i: number) => Math.max(0, Math.min(size - 1, i));
  const rows = new Float32Array(size * wide * 3); // [size, wide, 3]
  for (let y = 0; y < size; y++) {
    taps.forEach(({ first, weights }, x) => {
      for (let k = 0; k < 3; k++) {
        let sum = 0;
        weights.forEach((weight, j) => sum += weight * rgb[(y * size + at(first + j)) * 3 + k]);
        rows[(y * wide + x) * 3 + k] = sum;
      }
    });
  }
  const out = new Float32Array(wide * wide * 3), stride = wide * 3;
  taps.forEach(({ first, weights }, y) => {
    weights.forEach((weight, j) => {
      const from = at(first + j) * stride;
      for (let i = 0; i < stride; i++) out[y * stride + i] += weight * rows[from + i];
    });
  });
  return out;
}

/** The four pixels of the small picture that a pixel of the large one is made of. */
function tapsOf(i: number, factor: number): { first: number; weights: readonly number[] } {
  const centre = (i + 0.5) / factor - 0.5, left = Math.floor(centre), t = centre - left;
  return {
    first: left - 1,
    weights: [
      t * (-0.5 + t * (1 - 0.5 * t)),
      1 + t * t * (-2.5 + 1.5 * t),
      t * (0.5 + t * (2 - 1.5 * t)),
      t * t * (-0.5 + 0.5 * t),
    ],
  };
}
