// Copies that put operands in the order in which the inner loops read them.
import { address, int } from "./job";

/**
 * Whether the last columns, one to four, are stored as [k / 4][columns][4], for the dot kernels, and
 * not as eight of which some are zero.
 */
// @ts-ignore: decorator

export function isNarrow(columns: i32, k: i32): bool {
  return columns <= 4 && (k & 3) == 0;
}

/**
 * Weights as [panel][tap][k][8]. One task packs one panel. Arguments: source, packed, tapCount, k, n,
 * table (u32) of each tap's place in the source, transposed (the source is [tap][n][k] rather than
 * [tap][k][n]).
 */
export function packWeights(panel: i32): void {
  const source = address(0), tapCount = int(2), k = int(3), n = int(4);
  const sourceTaps = address(5), transposed = int(6) != 0;
  const columns = min(8, n - panel * 8), narrow = isNarrow(columns, k);
  const alongK: usize = transposed ? 4 : <usize> n * 4;
  const alongN: usize = transposed ? <usize> k * 4 : 4;
  let to = address(1) + <usize> panel * tapCount * k * 32;
  for (let tap = 0; tap < tapCount; tap++) {
    const sourceTap = load<u32>(sourceTaps + (<usize> tap << 2));
    let from = source + <usize> sourceTap * k * n * 4 + <usize> panel * 8 * alongN;
    if (narrow) {
      for (let i = 0; i < k; i++, from += alongK) {
        const at = to + <usize> ((i >> 2) * columns * 4 + (i & 3)) * 4;
        for (let c = 0; c < columns; c++) {
          store<f32>(at + (<usize> c << 4), load<f32>(from + <usize> c * alongN));
        }
      }
      to += <usize> (k * columns) * 4;
      continue;
    }
    for (let i = 0; i < k; i++, from += alongK, to += 32) {
      if (columns == 8 && !transposed) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      } else {
        for (let c = 0; c < 8; c++) {
          const value: f32 = c < columns ? load<f32>(from + <usize> c * alongN) : 0;
          store<f32>(to + (<usize> c << 2), value);
        }
      }
    }
  }
}

/**
 * A matrix [rows][n] as [panel][rows][8], zeros in cut-off columns. One task packs some rows.
 * Arguments: source, packed, rows, n, rows of a task.
 */
export function packColumns(task: i32): void {
  const source = address(0), packed = address(1), rows = int(2), n = int(3), share = int(4);
  const last = min(rows, task * share + share);
  for (let row = task * share; row < last; row++) {
    const from = source + <usize> row * n * 4;
    let to = packed + (<usize> row << 5);
    for (let c = 0; c < n; c += 8) {
      const at = from + (<usize> c << 2);
      if (c + 8 <= n) {
        v128.store(to, v128.load(at));
        v128.store(to, v128.load(at, 16), 16);
      } else {
        for (let i = 0; i < 8; i++) {
          store<f32>(to + (<usize> i << 2), c + i < n ? load<f32>(at + (<usize> i << 2)) : <f32> 0);
        }
      }
      to += <usize> rows << 5;
    }
  }
}

/**
 * Images with a border of zeros, so that a whole kernel row is contiguous. One task an image.
 * Arguments: source, padded, height, width, bytes of a pixel, top, left, padded height and width.
 */
export function padImage(image: i32): void {
  const height = int(2), width = int(3), pixel = int(4), top = int(5), left = int(6);
  const paddedH = int(7), paddedW = int(8);
  let from = address(0) + <usize> image * height * width * pixel;
  let to = address(1) + <usize> image * paddedH * paddedW * pixel;
  const right = paddedW - left - width;
  memory.fill(to, 0, <usize> top * paddedW * pixel);
  to += <usize> top * paddedW * pixel;
  for (let y = 0; y < min(height, paddedH - top); y++) {
    memory.fill(to, 0, <usize> left * pixel);
    to += <usize> left * pixel;
    // A kernel that stops short of the right edge leaves out columns.
    memory.copy(to, from, <usize> min(width, paddedW - left) * pixel);
    to += <usize> min(width, paddedW - left) * pixel;
    if (right > 0) {
      memory.fill(to, 0, <usize> right * pixel);
      to += <usize> right * pixel;
    }
    from += <usize> width * pixel;
  }
  const below = paddedH - top - height;
  if (below > 0) memory.fill(to, 0, <usize> below * paddedW * pixel);
}
