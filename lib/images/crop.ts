/**
 * Any picture as a square one of the wanted size: the largest centred square, or another, resampled.
 *
 * @module
 */

/** A decoded picture. */
export interface RgbImage {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** width * height * 3 bytes, rows from the top. */
  readonly rgb: Uint8Array;
}

/** An upright square of a picture, in whole pixels. */
export interface PixelSquare {
  /** Left edge. */
  readonly left: number;
  /** Upper edge. */
  readonly top: number;
  /** Width and height. */
  readonly side: number;
}

/** The input pixels and weights of one output pixel, along one axis. */
interface Tap {
  readonly first: number;
  readonly weights: Float32Array;
}

/**
 * Cuts a square out of a picture and resamples it.
 *
 * The filter is a triangle as wide as two output pixels when the picture shrinks, so nothing
 * aliases, and bilinear interpolation when it grows. Proportions are kept.
 *
 * @param image the picture
 * @param size side of the result, in pixels
 * @param square which one; the largest centred one if left out
 * @returns size * size * 3 bytes
 * @throws RangeError if the square reaches beyond the picture
 */
export function cropToSquare(
  image: RgbImage,
  size: number,
  square: PixelSquare = centredSquare(image),
): Uint8Array {
  const { width, height, rgb } = image, { left, top, side } = square;
  if (!(left >= 0 && top >= 0 && left + side <= width && top + side <= height)) {
    throw new RangeError(
      `A square of side ${side} at ${left}, ${top} reaches beyond the picture of ${width}x${height}`,
    );
  }
  const taps = triangleTaps(side, size);

  const rows = new Float32Array(side * size * 3); // [side, size, 3]: narrow, still tall
  for (let y = 0, to = 0; y < side; y++) {
    const row = ((top + y) * width + left) * 3;
    for (const { first, weights } of taps) {
      let r = 0, g = 0, b = 0;
      for (let k = 0, from = row + first * 3; k < weights.length; k++, from += 3) {
        r += weights[k] * rgb[from];
        g += weights[k] * rgb[from + 1];
        b += weights[k] * rgb[from + 2];
      }
      rows[to++] = r;
      rows[to++] = g;
      rows[to++] = b;
    }
  }

  const out = new Uint8Array(size * size * 3);
  const stride = size * 3;
  taps.forEach(({ first, weights }, y) => {
    for (let i = 0; i < stride; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * rows[(first + k) * stride + i];
      out[y * stride + i] = Math.round(sum);
    }
  });
  return out;
}

function centredSquare({ width, height }: RgbImage): PixelSquare {
  const side = Math.min(width, height);
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), side };
}

/** The weights with which `from` pixels become `to`; each pixel's sum to 1. */
function triangleTaps(from: number, to: number): Tap[] {
  const scale = from / to, reach = Math.max(scale, 1);
  return Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * scale - 0.5;
    const first = Math.max(0, Math.ceil(centre - reach));
    const last = Math.min(from - 1, Math.floor(centre + reach));
    const weights = Float32Array.from(
      { length: last - first + 1 },
      (_, k) => 1 - Math.abs(first + k - centre) / reach,
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
