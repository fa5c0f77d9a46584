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
 * Weights as [panel][tap][k][8]. One task packs some panels. Arguments: source, packed, tapCount, k, n,
 * table (u32) of each tap's place in the source, transposed (the source is [tap][n][k] rather than
 * [tap][k][n]), panels of a task.
 */
export function packWeights(task: i32): void {
  const source = address(0), tapCount = int(2), k = int(3), n = int(4), transposed = int(6) != 0;
  const first = task * int(7), last = min(first + int(7), (n + 7) / 8);
  const panelBytes = <usize> (tapCount * k) << 5;
  for (let tap = 0; tap < tapCount; tap++) {
    const place = load<u32>(address(5) + (<usize> tap << 2));
    const matrix = source + <usize> place * k * n * 4;
    // Where a panel that is whole has its part for this tap; a narrow one is as much shorter.
    const to = address(1) + (<usize> (tap * k) << 5);
    const whole = min(last, n / 8);
    if (transposed) {
      for (let panel = first; panel < whole; panel++) {
        transposePanel(matrix + <usize> (panel * 8 * k) * 4, k, to + panel * panelBytes);
      }
    } else copyPanels(matrix, first, whole, k, n, to, panelBytes);
    if (whole < last) packPart(matrix, tap, whole, k, n, transposed, address(1));
  }
}

/** Whole panels of [k][n], row by row: the source is read in the order in which it lies. */
function copyPanels(
  matrix: usize,
  first: i32,
  last: i32,
  k: i32,
  n: i32,
  to: usize,
  panelBytes: usize,
): void {
  for (let i = 0; i < k; i++, to += 32) {
    let from = matrix + <usize> (i * n + first * 8) * 4;
    let at = to + first * panelBytes;
    for (let panel = first; panel < last; panel++, from += 32, at += panelBytes) {
      v128.store(at, v128.load(from));
      v128.store(at, v128.load(from, 16), 16);
    }
  }
}

/** Eight rows of k as [k][8]. */
function transposePanel(from: usize, k: i32, to: usize): void {
  const row = <usize> k * 4;
  let i = 0;
  for (; i + 4 <= k; i += 4, from += 16, to += 128) {
    transpose4(from, row, to);
    transpose4(from + 4 * row, row, to + 16);
  }
  for (; i < k; i++, from += 4, to += 32) {
    for (let c: usize = 0; c < 8; c++) store<f32>(to + (c << 2), load<f32>(from + c * row));
  }
}

/** Four rows of four as four columns, which are put 32 bytes apart. */
export function transpose4(from: usize, row: usize, to: usize): void {
  const a = v128.load(from), b = v128.load(from + row);
  const c = v128.load(from + 2 * row), d = v128.load(from + 3 * row);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7), CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7), 32);
  v128.store(to, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5), 64);
  v128.store(to, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7), 96);
}

/** One tap of the last panel, which the edge cuts off. */
function packPart(
  matrix: usize,
  tap: i32,
  panel: i32,
  k: i32,
  n: i32,
  transposed: bool,
  packed: usize,
): void {
  const columns = n - panel * 8, narrow = isNarrow(columns, k);
  const alongK: usize = transposed ? 4 : <usize> n * 4;
  const alongN: usize = transposed ? <usize> k * 4 : 4;
  let from = matrix + <usize> (panel * 8) * alongN;
  let to = packed + (<usize> (panel * int(2) * k) << 5) +
    <usize> (tap * k * (narrow ? columns : 8)) * 4;
  for (let i = 0; i < k; i++, from += alongK) {
    if (narrow) {
      const at = to + <usize> ((i >> 2) * columns * 4 + (i & 3)) * 4;
      for (let c = 0; c < columns; c++) {
        store<f32>(at + (<usize> c << 4), load<f32>(from + <usize> c * alongN));
      }
      continue;
    }
    for (let c = 0; c < 8; c++, to += 4) {
      store<f32>(to, c < columns ? load<f32>(from + <usize> c * alongN) : <f32> 0);
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
