/**
 * Shrinks pictures that are too large for memory while their rows are read.
 *
 * @module
 */

/** A picture whose rows are somewhere else. */
export interface RowSource {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** 3 for RGB, 4 for RGBA. */
  readonly channels: 3 | 4;
  /** The bytes of `count` rows from row `top` on. */
  readonly readRows: (top: number, count: number) => Uint8Array;
}

/**
 * Shrinks a picture. Each pixel is the mean of a square of `factor` pixels a side, which is cut off
 * at the right and lower edge. A pixel counts as much as it is opaque.
 *
 * @param source the picture; its rows are asked for from the top, each once
 * @param factor a whole number
 * @returns ceil(width / factor) * ceil(height / factor) * channels bytes
 */
export function shrink(source: RowSource, factor: number): Uint8Array {
  const { width, height, channels, readRows } = source;
  const across = Math.ceil(width / factor), down = Math.ceil(height / factor);
  const out = new Uint8Array(across * down * channels);
  for (let y = 0, to = 0; y < down; y++) {
    const count = Math.min(factor, height - y * factor), rows = readRows(y * factor, count);
    for (let x = 0; x < across; x++, to += channels) {
      const left = x * factor, right = Math.min(left + factor, width);
      let r = 0, g = 0, b = 0, weight = 0;
      for (let row = 0; row < count; row++) {
        let from = (row * width + left) * channels;
        for (let column = left; column < right; column++, from += channels) {
          const alpha = channels === 4 ? rows[from + 3] : 1;
          r += alpha * rows[from];
          g += alpha * rows[from + 1];
          b += alpha * rows[from + 2];
          weight += alpha;
        }
      }
      if (weight > 0) {
        out[to] = Math.round(r / weight);
        out[to + 1] = Math.round(g / weight);
        out[to + 2] = Math.round(b / weight);
      }
      if (channels === 4) out[to + 3] = Math.round(weight / (count * (right - left)));
    }
  }
  return out;
}
