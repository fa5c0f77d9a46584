// Convolution without im2col: six output positions at a time gather their source pixels by address.
//
//   out[position][n] = sum over taps t and k of source[position's origin + t][k] * packed[t][k][n]
//
// The forward convolution, every phase of the input gradient, and a plain matrix product are this
// with different taps. Source for the idea: Dukhan, "The Indirect Convolution Algorithm",
// arXiv 1907.02129.
import { address, int, scratch } from "./job";
import { ENTRY_BYTES, ROWS, storeOrigin, writeInnerTable, writeTable } from "./indirection";
import { dot3x3, dot3x4, dot6x1, dot6x2, gemm6x8 } from "./micro";
import { isNarrow } from "./pack";

/** In a thread's scratch: the origins, a spare tile for cut-off columns, then the tables. */
const SPARE: usize = 128, SPARE_OUTS: usize = 320, TABLES: usize = 512;

/** One task: a block of tiles times a group of panels. Arguments: see ../indirect_gemm.ts. */
export function indirectGemm(task: i32): void {
  const source = address(0), height = int(1), width = int(2), pixelBytes = int(3), k = int(4);
  const taps = address(5), tapCount = int(6), zeros = address(7);
  const batch = int(8), gridH = int(9), gridW = int(10), stepY = int(11), stepX = int(12);
  const packed = address(13), n = int(14);
  const out = address(15), outH = int(16), outW = int(17);
  const outStepY = int(18), outStepX = int(19), outY = int(20), outX = int(21);
  const tiles = int(22), panels = int(23), groups = int(24), batchFirst = int(25) != 0;

  const own = scratch(), tables = own + TABLES;
  const tableBytes = <usize> tapCount * ENTRY_BYTES + ENTRY_BYTES;
  const positions = batch * gridH * gridW, area = gridH * gridW;
  const imageBytes = height * width * pixelBytes;
  const firstPanel = task % groups * panels;
  let position = task / groups * tiles * ROWS;
  const lastPosition = min(positions, position + tiles * ROWS);

  // How far the taps reach: a tile that far from every edge needs no test.
  let up = 0, down = 0, left = 0, right = 0;
  for (let i = 0; i < tapCount; i++) {
    const dy = load<i32>(taps + (<usize> i << 4)), dx = load<i32>(taps + (<usize> i << 4), 4);
    up = min(up, dy);
    down = max(down, dy);
    left = min(left, dx);
    right = max(right, dx);
  }

  let b = batchFirst ? position % batch : position / area;
  const cell = batchFirst ? position / batch : position % area;
  let y = cell / gridW, x = cell % gridW;
  let tileCount = 0;
  for (; position < lastPosition; position += ROWS) {
    const header = tables + <usize> tileCount * tableBytes;
    tileCount++;
    let inner = true;
    for (let r = 0; r < ROWS; r++) {
      const sy = y * stepY, sx = x * stepX;
      const origin = <u32> source + b * imageBytes + (sy * width + sx) * pixelBytes;
      storeOrigin(own, r, origin, sy, sx);
      inner = inner && sy + up >= 0 && sy + down < height && sx + left >= 0 && sx + right < width;
      const pixel = (b * outH + y * outStepY + outY) * outW + x * outStepX + outX;
      store<u32>(header + (<usize> r << 2), <u32> out + <u32> (pixel * n * 4));
      // Past the end, the last position is computed again: the same value goes to the same place.
      if (position + r + 1 >= positions) continue;
      if (batchFirst && ++b < batch) continue;
      if (batchFirst) b = 0;
      if (++x < gridW) continue;
      x = 0;
      if (++y < gridH) continue;
      y = 0;
      if (!batchFirst) b++;
    }
    const table = header + ENTRY_BYTES;
    store<i32>(
      header,
      inner
        ? writeInnerTable(table, own, taps, tapCount)
        : writeTable(table, own, taps, tapCount, height, width, zeros),
      24,
    );
  }

  for (let r: usize = 0; r < <usize> ROWS; r++) {
    store<u32>(own + SPARE_OUTS + (r << 2), <u32> (own + SPARE + (r << 5)));
  }
  const panelBytes = <usize> tapCount * k * 32;
  for (let panel = firstPanel; panel < firstPanel + panels && panel * 8 < n; panel++) {
    const columns = min(8, n - panel * 8), column = <usize> panel * 32;
    const weights = packed + <usize> panel * panelBytes;
    for (let tile = 0; tile < tileCount; tile++) {
      const header = tables + <usize> tile * tableBytes, table = header + ENTRY_BYTES;
      const entries = load<i32>(header, 24);
      if (columns == 8) gemm6x8(table, entries, weights, <usize> k * 32, header, column);
      else if (isNarrow(columns, k)) dots(columns, table, entries, weights, k, header, column);
      else {
        gemm6x8(table, entries, weights, <usize> k * 32, own + SPARE_OUTS, 0);
        for (let r: usize = 0; r < <usize> ROWS; r++) {
          const to = <usize> load<u32>(header + (r << 2)) + column, from = own + SPARE + (r << 5);
          for (let c: usize = 0; c < <usize> columns << 2; c += 4) {
            store<f32>(to + c, load<f32>(from + c));
          }
        }
      }
    }
  }
}

/** One tile of one to four columns; of three or four, in two halves, for want of registers. */
function dots(
  columns: i32,
  table: usize,
  entries: i32,
  b: usize,
  k: i32,
  outs: usize,
  column: usize,
): void {
  const tapBytes = <usize> (k * columns) * 4;
  if (columns == 1) dot6x1(table, entries, b, tapBytes, outs, column, 0);
  else if (columns == 2) dot6x2(table, entries, b, tapBytes, outs, column, 0);
  else if (columns == 3) {
    dot3x3(table, entries, b, tapBytes, outs, column, 0);
    dot3x3(table, entries, b, tapBytes, outs, column, 12);
  } else {
    dot3x4(table, entries, b, tapBytes, outs, column, 0);
    dot3x4(table, entries, b, tapBytes, outs, column, 12);
  }
}
