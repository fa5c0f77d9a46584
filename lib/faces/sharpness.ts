/**
 * How sharp a picture is.
 *
 * @module
 */

/**
 * The variance of the Laplacian of brightness, divided by the variance of brightness. This is the
 * share of fine detail, so light and contrast do not count. It falls when a picture blurs.
 *
 * @param rgb size * size * 3 bytes
 * @param size side of the picture, 3 or more
 * @returns 0 for a picture of one colour
 * @throws TypeError if the number of bytes is another
 */
export function sharpness(rgb: Uint8Array, size: number): number {
  if (rgb.length !== size * size * 3) {
    throw new TypeError(`A square of side ${size} has ${size * size * 3} bytes, got ${rgb.length}`);
  }
  const grey = Float32Array.from(
    { length: size * size },
    (_, i) => (rgb[3 * i] + 2 * rgb[3 * i + 1] + rgb[3 * i + 2]) / 4,
  );
  const detail: number[] = [], all: number[] = [];
  for (let y = 1; y < size - 1; y++) {
    for (let x = 1; x < size - 1; x++) {
      const i = y * size + x;
      all.push(grey[i]);
      detail.push(4 * grey[i] - grey[i - 1] - grey[i + 1] - grey[i - size] - grey[i + size]);
    }
  }
  const whole = variance(all);
  return whole === 0 ? 0 : variance(detail) / whole;
}

function variance(values: readonly number[]): number {
  let sum = 0, squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return Math.max(0, squares / values.length - (sum / values.length) ** 2);
}
