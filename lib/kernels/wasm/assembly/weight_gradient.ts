// The gradient of a convolution by its weights, and the matrix product A^T B:
//
//   dw[t][m][n] = sum over output positions p of source[p's origin + t][m] * dy[p][n]
//
// A block of positions at a time: those that tap t can reach are listed once, so that padding costs
// nothing. Six rows m of them are packed next to each other, and meet each panel of eight columns n.
import { address, int, scratch } from "./job";
import { outer2x8, outer4x8, outer6x8 } from "./micro";
import { listPixels, PACKED_BYTES, packPixels, PAIR_BYTES } from "./pixel_list";

/** Positions of a block: fixed, so that sums are formed in the same way on any number of threads. */
const BLOCK: i32 = 256;
/** Rows of a tile. */
const ROWS: i32 = 6;
/** In a thread's scratch: a spare tile for cut-off edges, then the list, then packed pixels. */
const LIST: usize = 256;
const PACKED: usize = LIST + <usize> BLOCK * PAIR_BYTES;

/** One task: a tap times a group of tiles. Arguments: see ../weight_gradient.ts. */
export function weightGradient(task: i32): void {
  const source = address(0), height = int(1), width = int(2), pixelBytes = int(3), m = int(4);
  const taps = address(5), batch = int(6), gridH = int(7), gridW = int(8);
  const stepY = int(9), stepX = int(10), packedDy = address(11), n = int(12), dw = address(13);
  const tiles = int(14), groups = int(15);

  const tap = taps + (<usize> (task / groups) << 4);
  const out = dw + <usize> (task / groups) * m * n * 4;
  const firstRow = task % groups * tiles * ROWS, lastRow = min(m, firstRow + tiles * ROWS);
  const positions = batch * gridH * gridW;
  const list = scratch() + LIST, packed = scratch() + PACKED;
  let first = true;
  for (let start = 0; start < positions; start += BLOCK) {
    const end = listPixels(
      list,
      start,
      min(start + BLOCK, positions),
      gridH,
      gridW,
      stepY,
      stepX,
      load<i32>(tap),
      load<i32>(tap, 4),
      source,
      height,
      width,
      pixelBytes,
      packedDy,
    );
    if (!first && end == list) continue;
    for (let row = firstRow; row < lastRow; row += ROWS) {
      packPixels(list, end, <usize> row * 4, packed);
      for (let column = 0; column < n; column += 8) {
        const dyOffset = <usize> column * positions * 4;
        tile(list, end, packed, row, min(ROWS, m - row), dyOffset, out, column, n, first);
      }
    }
    first = false;
  }
}

/** Some rows of one panel; through a spare tile where an edge cuts it off. */
export function tile(
  list: usize,
  end: usize,
  packed: usize,
  row: i32,
  rows: i32,
  dyOffset: usize,
  out: usize,
  column: i32,
  n: i32,
  first: bool,
): void {
  const columns = min(8, n - column), at = out + <usize> (row * n + column) * 4;
  const whole = columns == 8 && (rows & 1) == 0;
  const to = whole ? at : scratch(), stride: usize = whole ? <usize> n * 4 : 32;
  if (!whole && !first) copyTile(to, 32, at, <usize> n * 4, rows, columns);
  if (rows > 4) outer6x8(list, end, packed, dyOffset, to, stride, first);
  else if (rows > 2) outer4x8(list, end, packed, dyOffset, to, stride, first);
  else outer2x8(list, end, packed, dyOffset, to, stride, first);
  if (!whole) copyTile(at, <usize> n * 4, to, 32, rows, columns);
}

function copyTile(
  to: usize,
  toStride: usize,
  from: usize,
  fromStride: usize,
  rows: i32,
  columns: i32,
): void {
  for (let r: usize = 0; r < <usize> rows; r++) {
    for (let c: usize = 0; c < <usize> columns << 2; c += 4) {
      store<f32>(to + r * toStride + c, load<f32>(from + r * fromStride + c));
    }
  }
}
