// The gradient of a convolution by its weights, and the matrix product A^T B:
//
//   dw[t][m][n] = sum over output positions p of source[p's origin + t][m] * dy[p][n]
//
// A block of positions at a time: those that tap t can reach are listed once, as pairs of addresses
// (source pixel, row of dy), and every 6 x 8 tile of dw[t] runs down that list. Padding costs nothing.
import { address, int, scratch } from "./job";
import { outer2x8, outer4x8, outer6x8 } from "./micro";

/** Positions of a block: fixed, so that sums are formed in the same way on any number of threads. */
const BLOCK: i32 = 256;
/** In a thread's scratch: a spare tile for cut-off edges, then the list. */
const LIST: usize = 256;

/** One task: a tap times a group of panels. Arguments: see ../weight_gradient.ts. */
export function weightGradient(task: i32): void {
  const source = address(0), height = int(1), width = int(2), pixelBytes = int(3), m = int(4);
  const taps = address(5), batch = int(6), gridH = int(7), gridW = int(8);
  const stepY = int(9), stepX = int(10), packedDy = address(11), n = int(12), dw = address(13);
  const panels = int(14), groups = int(15);

  const tap = taps + (<usize> (task / groups) << 4);
  const tapY = load<i32>(tap), tapX = load<i32>(tap, 4);
  const out = dw + <usize> (task / groups) * m * n * 4;
  const firstPanel = task % groups * panels;
  const positions = batch * gridH * gridW;
  const list = scratch() + LIST;
  let first = true;
  for (let start = 0; start < positions; start += BLOCK) {
    const stop = min(start + BLOCK, positions);
    let end = list;
    let position = start;
    while (position < stop) {
      // One row of the grid, or what the block holds of it.
      const row = position / gridW, x0 = position - row * gridW;
      const x1 = min(gridW, x0 + stop - position);
      const b = row / gridH, y = (row - b * gridH) * stepY + tapY;
      if (<u32> y < <u32> height) {
        let sx = x0 * stepX + tapX;
        let from = <i32> source + ((b * height + y) * width + sx) * pixelBytes;
        let dy = <i32> packedDy + (position << 5);
        for (let x = x0; x < x1; x++) {
          if (<u32> sx < <u32> width) {
            store<i32>(end, from);
            store<i32>(end, dy, 4);
            end += 8;
          }
          sx += stepX;
          from += stepX * pixelBytes;
          dy += 32;
        }
      }
      position += x1 - x0;
    }
    if (!first && end == list) continue;
    for (let panel = firstPanel; panel < firstPanel + panels && panel * 8 < n; panel++) {
      const dyOffset = <usize> panel * positions * 32;
      for (let i = 0; i < m; i += 6) {
        tile(list, end, i, min(6, m - i), dyOffset, out, panel * 8, n, first);
      }
    }
    first = false;
  }
}

/** Rows i to i + rows of one panel; through a spare tile where an edge cuts it off. */
function tile(
  list: usize, end: usize, i: i32, rows: i32, dyOffset: usize, out: usize, column: i32, n: i32,
  first: bool,
): void {
  const columns = min(8, n - column), at = out + <usize> (i * n + column) * 4;
  const whole = columns == 8 && (rows & 1) == 0;
  const to = whole ? at : scratch(), stride = whole ? <usize> n * 4 : 32;
  if (!whole && !first) copyTile(to, 32, at, <usize> n * 4, rows, columns);
  const xOffset = <usize> i * 4;
  if (rows > 4) outer6x8(list, end, xOffset, dyOffset, to, stride, first);
  else if (rows > 2) outer4x8(list, end, xOffset, dyOffset, to, stride, first);
  else outer2x8(list, end, xOffset, dyOffset, to, stride, first);
  if (!whole) copyTile(at, <usize> n * 4, to, 32, rows, columns);
}

function copyTile(to: usize, toStride: usize, from: usize, fromStride: usize, rows: i32, columns: i32): void {
  for (let r: usize = 0; r < <usize> rows; r++) {
    for (let c: usize = 0; c < <usize> columns << 2; c += 4) {
      store<f32>(to + r * toStride + c, load<f32>(from + r * fromStride + c));
    }
  }
}
