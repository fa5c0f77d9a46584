// Winograd's convolution: tiles of 4x4 outputs, with 36 or 25 products where a direct sum has 16 for
// each tap.
//
//   y = A^T [ sum over k of (G w G^T) * (B^T x B) ] A      (* is taken element by element)
//
// An element of the transformed tiles is a point. Each point has a matrix product of its own: tiles
// times k, with k the channels of all phases. A strided convolution is the sum of such convolutions of
// its phases (every second row and column), and a strided input gradient writes phases. The transforms
// are unrolled by tasks/build_kernels/winograd_template.ts.
import { ENTRY_BYTES, TAP_AT } from "./indirection";
import { address, int, scratch, threadNumber } from "./job";
import { gemm6x8 } from "./micro";
import { transpose4 } from "./pack";
import { PACKED_BYTES, packPixels, PAIR_BYTES } from "./pixel_list";
import { sgemm } from "./sgemm";
import { tile as gradientTile } from "./weight_gradient";
import {
  filter5,
  filter6,
  filterGradient5,
  filterGradient6,
  input5,
  input6,
  output5,
  output6,
  outputGradient5,
  outputGradient6,
} from "./winograd_transforms";

/** Outputs of a tile along an axis. */
const SIDE: i32 = 4;
/** Rows that a product of our own takes at once. */
const ROWS: i32 = 6;
/** In a thread's scratch: two tables of addresses, then the vectors of a transform, then a product's rows. */
const TO: usize = 256, TEMP: usize = 512, ENTRY: usize = 1280, OUTS: usize = ENTRY + ENTRY_BYTES;
/** In a thread's scratch: transformed weights of some numbers, before they are copied. */
const LINES: usize = 2048;
/** Numbers of a point that are copied at once. */
const LINE: i32 = 64;
/**
 * Numbers between two points, beyond their own. Distances that are powers of two would put the same
 * place of all points into one set of the cache.
 */
const GAP: i32 = 16;

// The first twelve arguments of the kernels that read images say where their tiles lie:
// 0 source, 1 height, 2 width, 3 bytes of a pixel, 4 step from one read pixel to the next, 5 phases,
// 6 table (i32) of each phase's first row and column in the first tile, 7 zeros, 8 points along an axis,
// 9 and 10 tiles of an image down and across, 11 tiles of all images

/** A tile's image, row and column. */
let image: i32 = 0, tileY: i32 = 0, tileX: i32 = 0;

function findTile(tile: i32): void {
  const down = int(9), across = int(10), row = tile / across;
  tileX = tile - row * across;
  image = row / down;
  tileY = row - image * down;
}

/** Addresses of count x count pixels, those outside of the image at zeros. */
function writeSources(table: usize, count: i32, firstY: i32, firstX: i32): void {
  const height = int(1), width = int(2), pixel = int(3), step = int(4), zeros = <u32> address(7);
  const start = <i32> address(0) + image * height * width * pixel;
  for (let i = 0; i < count; i++) {
    const y = firstY + i * step, inside = <u32> y < <u32> height;
    for (let j = 0; j < count; j++, table += 4) {
      const x = firstX + j * step;
      const from = <u32> (start + (y * width + x) * pixel);
      store<u32>(table, inside && <u32> x < <u32> width ? from : zeros);
    }
  }
}

/** Addresses that lie a fixed distance apart. */
function writeSteps(table: usize, count: i32, at: usize, step: usize): void {
  for (let i = 0; i < count; i++, at += step) store<u32>(table + (<usize> i << 2), <u32> at);
}

/** Transforms tiles of some phases: v[point][tile][phase][channel], points `stride` numbers apart. */
function transformInputs(
  first: i32,
  count: i32,
  v: usize,
  stride: i32,
  firstPhase: i32,
  phases: i32,
): void {
  const bytes = <usize> int(3), step = int(4), offsets = address(6), side = int(8);
  const own = scratch(), row = bytes * phases;
  for (let t = 0; t < count; t++) {
    findTile(first + t);
    for (let p = 0; p < phases; p++) {
      const at = offsets + (<usize> (firstPhase + p) << 3);
      const y = tileY * SIDE * step + load<i32>(at), x = tileX * SIDE * step + load<i32>(at, 4);
      writeSources(own, side, y, x);
      writeSteps(own + TO, side * side, v + row * t + bytes * p, <usize> stride * 4);
      if (side == 6) {
        for (let c: usize = 0; c < bytes; c += 16) input6(own, c, own + TO, c, own + TEMP);
      } else {
        for (let c: usize = 0; c < bytes; c += 16) input5(own, c, own + TO, c, own + TEMP);
      }
    }
  }
}

/**
 * One task: a block of tiles times a group of columns. Arguments: those of the image; then 12 weights
 * (of our own product packed), 13 k, 14 n, 15 output, 16 its height, 17 width, 18 step, 19 channels,
 * 20 tiles of a block, 21 columns of a group, 22 groups, 23 the threads' tiles, 24 bytes of each,
 * 25 where in these the results begin, 26 whether the BLAS multiplies, 27 whether the weights are [n][k],
 * 28 whether the phases of the image are products of their own, each a phase of the output.
 */
export function winogradConvolution(task: i32): void {
  const total = int(11), k = int(13), n = int(14);
  const block = int(20), columns = int(21), groups = int(22);
  const dump = address(23) + <usize> int(24) * threadNumber();
  const v = dump + <usize> int(19) * 4, m = dump + <usize> int(25);
  const first = task / groups * block, count = min(block, total - first);
  const column = task % groups * columns, width = min(columns, n - column);
  const parts = int(28) ? int(5) : 1, phases = int(28) ? 1 : int(5);
  for (let part = 0; part < parts; part++) {
    transformInputs(first, count, v, block * k + GAP, part, phases);
    multiply(count, v, m, column, width, part, parts);
    if (parts > 1) transformOutputs(first, count, m, part, 0, width, column, dump);
    else {
      const outputs = int(18) * int(18), channels = int(19);
      for (let p = 0; p < outputs; p++) {
        const shift = p * channels - column;
        const c0 = max(0, -shift), c1 = min(channels, width - shift);
        if (c0 < c1) transformOutputs(first, count, m, p, shift + c0, c1 - c0, c0, dump);
      }
    }
  }
}

/** The products of all points: by the BLAS, or by our own routine. */
function multiply(
  count: i32,
  v: usize,
  m: usize,
  column: i32,
  width: i32,
  part: i32,
  parts: i32,
): void {
  const points = int(8) * int(8), weights = address(12), k = int(13), n = int(14);
  const block = int(20), columns = int(21), blas = int(26) != 0, transposed = int(27) != 0;
  const skipped = transposed ? column * k : column, ldb = transposed ? k : n;
  for (let point = 0; point < points; point++) {
    const a = v + <usize> (point * (block * k + GAP)) * 4;
    const c = m + <usize> (point * (block * columns + GAP)) * 4;
    const product = point * parts + part;
    if (blas) {
      const b = weights + <usize> (product * k * n + skipped) * 4;
      sgemm(false, transposed, count, width, k, a, k, b, ldb, 0, c, columns);
    } else multiplyPanels(count, a, c, column, width, product, points * parts);
  }
}

/** One of them by our own routine, six tiles and eight columns at a time. */
function multiplyPanels(
  count: i32,
  a: usize,
  c: usize,
  column: i32,
  width: i32,
  product: i32,
  products: i32,
): void {
  const packed = address(12), k = int(13), columns = int(21);
  const entry = scratch() + ENTRY, outs = scratch() + OUTS;
  const kBytes = <usize> k * 4, outBytes = <usize> columns * 4, tapBytes = <usize> k * 32;
  store<u32>(entry, product, TAP_AT);
  for (let x = 0; x < width; x += 8) {
    const weights = packed + <usize> ((column + x) >> 3) * products * tapBytes;
    for (let t = 0; t < count; t += ROWS) {
      for (let r = 0; r < ROWS; r++) {
        // Past the end, the last row is computed again: the same value goes to the same place.
        const row = <usize> min(t + r, count - 1), at = <usize> r << 2;
        store<u32>(entry + at, <u32> (a + row * kBytes));
        store<u32>(outs + at, <u32> (c + row * outBytes));
      }
      gemm6x8(entry, 1, weights, tapBytes, outs, <usize> x << 2);
    }
  }
}

/**
 * Transforms some columns of the products back, and writes what lies inside of the output.
 *
 * @param phase of the output
 * @param from the first of these columns
 * @param width how many
 * @param to the channel that it is of
 */
function transformOutputs(
  first: i32,
  count: i32,
  m: usize,
  phase: i32,
  from: i32,
  width: i32,
  to: i32,
  dump: usize,
): void {
  const side = int(8), out = address(15), outH = int(16), outW = int(17), step = int(18);
  const channels = int(19), block = int(20), columns = int(21);
  const own = scratch(), skipped = <usize> (from - to) * 4;
  const end = <usize> (to + width) << 2;
  for (let t = 0; t < count; t++) {
    findTile(first + t);
    const row = m + <usize> (t * columns) * 4 + skipped;
    writeSteps(own, side * side, row, <usize> (block * columns + GAP) * 4);
    const y0 = tileY * SIDE * step + phase / step, x0 = tileX * SIDE * step + phase % step;
    let at = own + TO;
    for (let i = 0; i < SIDE; i++) {
      const y = y0 + i * step;
      for (let j = 0; j < SIDE; j++, at += 4) {
        const x = x0 + j * step, pixel = (image * outH + y) * outW + x;
        const inside = y < outH && x < outW;
        store<u32>(at, inside ? <u32> (out + <usize> (pixel * channels) * 4) : <u32> dump);
      }
    }
    if (side == 6) {
      for (let c = <usize> to << 2; c < end; c += 16) output6(own, c, own + TO, c, own + TEMP);
    } else {
      for (let c = <usize> to << 2; c < end; c += 16) output5(own, c, own + TO, c, own + TEMP);
    }
  }
}

/**
 * Weights as [point][group][i], i over the numbers of a tap; a group is a phase. One task: some i.
 * Arguments: filter, result, points along an axis, taps along an axis, groups, table (i32) of the taps
 * of each group (-1: none), numbers of a tap, zeros of that length, numbers of a task.
 */
export function winogradFilter(task: i32): void {
  const side = int(2), groups = int(4), size = <usize> int(6) * 4;
  const points = side * side, lines = scratch() + LINES, line = <usize> LINE * 4;
  const first = <usize> (task * int(8)) << 2, last = min(size, first + (<usize> int(8) << 2));
  const own = scratch();
  for (let g = 0; g < groups; g++) {
    writeTaps(own, address(0), g, address(7));
    // Whole lines of each point, since the points lie far apart.
    for (let start = first; start < last; start += line) {
      const bytes = min(line, last - start);
      writeSteps(own + TO, points, lines, line + 64);
      if (side == 6) {
        for (let i: usize = 0; i < bytes; i += 16) {
          filter6(own, start + i, own + TO, i, own + TEMP);
        }
      } else {
        for (let i: usize = 0; i < bytes; i += 16) {
          filter5(own, start + i, own + TO, i, own + TEMP);
        }
      }
      let to = address(1) + size * g + start, from = lines;
      for (let point = 0; point < points; point++, to += size * groups, from += line + 64) {
        memory.copy(to, from, bytes);
      }
    }
  }
}

/**
 * The same for our own product, in panels of eight columns: packed[panel][point][k][8]. One task: eight
 * input channels. Arguments: filter, result, points along an axis, taps along an axis, groups, table
 * (i32) of taps, numbers of a tap, as many zeros, Co, whether the columns are the input channels, bytes
 * from a panel to the next, from a point to the next, and from a group to the next.
 */
export function winogradPackedFilter(task: i32): void {
  const side = int(2), groups = int(4), co = int(8), transposed = int(9) != 0;
  const panelBytes = <usize> int(10), pointBytes = <usize> int(11), groupBytes = <usize> int(12);
  const points = side * side, lines = scratch() + LINES;
  const own = scratch(), rows = task * 8;
  writeSteps(own + TO, points, lines, 256 + 64);
  for (let g = 0; g < groups; g++) {
    writeTaps(own, address(0), g, address(7));
    for (let column = 0; column < co; column += 8) {
      for (let row = 0; row < 8; row++) {
        const i = <usize> ((rows + row) * co + column) * 4, at = <usize> row * 32;
        if (side == 6) {
          filter6(own, i, own + TO, at, own + TEMP);
          filter6(own, i + 16, own + TO, at + 16, own + TEMP);
        } else {
          filter5(own, i, own + TO, at, own + TEMP);
          filter5(own, i + 16, own + TO, at + 16, own + TEMP);
        }
      }
      let to = address(1) + groupBytes * g +
        (transposed
          ? panelBytes * task + <usize> column * 32
          : panelBytes * (column >> 3) + <usize> rows * 32);
      let from = lines;
      for (let point = 0; point < points; point++, to += pointBytes, from += 256 + 64) {
        if (!transposed) memory.copy(to, from, 256);
        else {
          transpose4(from, 32, to);
          transpose4(from + 128, 32, to + 16);
          transpose4(from + 16, 32, to + 128);
          transpose4(from + 144, 32, to + 144);
        }
      }
    }
  }
}

/** Addresses of a group's taps. */
function writeTaps(table: usize, filter: usize, group: i32, none: usize): void {
  const taps = int(3) * int(3), size = <usize> int(6) * 4;
  const places = address(5) + <usize> (group * taps) * 4;
  for (let i: usize = 0; i < <usize> taps << 2; i += 4) {
    const place = load<i32>(places + i);
    store<u32>(table + i, <u32> (place < 0 ? none : filter + size * place));
  }
}

/**
 * The way back, of the weights' gradient. Arguments as for {@link winogradFilter}, with the gradient by
 * the weights for the filter, the gradient by the transformed ones for the result, and room for the
 * zeros.
 */
export function winogradFilterGradient(task: i32): void {
  const side = int(2), groups = int(4), size = <usize> int(6) * 4;
  const first = <usize> (task * int(8)) << 2, last = min(size, first + (<usize> int(8) << 2));
  const own = scratch();
  for (let g = 0; g < groups; g++) {
    writeSteps(own, side * side, address(1) + size * g, size * groups);
    writeTaps(own + TO, address(0), g, address(7));
    if (side == 6) {
      for (let i = first; i < last; i += 16) filterGradient6(own, i, own + TO, i, own + TEMP);
    } else {
      for (let i = first; i < last; i += 16) filterGradient5(own, i, own + TO, i, own + TEMP);
    }
  }
}

/**
 * Transformed images of some tiles, v[point][tile][k]. One task: some of them. Arguments: those of the
 * image; then 12 v, 13 first tile, 14 tiles, 15 tiles of a task.
 */
export function winogradInput(task: i32): void {
  const start = task * int(15), count = min(int(15), int(14) - start);
  const k = int(3) / 4 * int(5), v = address(12) + <usize> (k * start) * 4;
  transformInputs(int(13) + start, count, v, k * int(14) + GAP, 0, int(5));
}

/** The gradient by the output, likewise by A and of 4x4 pixels. Arguments as for {@link winogradInput}. */
export function winogradOutputGradient(task: i32): void {
  const bytes = <usize> int(3), side = int(8), stride = int(14);
  const start = task * int(15), last = min(stride, start + int(15));
  const own = scratch();
  for (let t = start; t < last; t++) {
    findTile(int(13) + t);
    writeSources(own, SIDE, tileY * SIDE, tileX * SIDE);
    writeSteps(own + TO, side * side, address(12) + bytes * t, bytes * stride + GAP * 4);
    if (side == 6) {
      for (let c: usize = 0; c < bytes; c += 16) outputGradient6(own, c, own + TO, c, own + TEMP);
    } else {
      for (let c: usize = 0; c < bytes; c += 16) outputGradient5(own, c, own + TO, c, own + TEMP);
    }
  }
}

/** Tiles that our own product lists at once. */
const BLOCK: i32 = 256;
/** In a thread's scratch: a spare tile, the list, packed rows; as in weight_gradient.ts. */
const LIST: usize = 256, PACKED: usize = LIST + <usize> BLOCK * PAIR_BYTES;

/**
 * du[point][k][n] (+)= sum over tiles of v[point][tile][k] dm[point][tile][n]. One task: some rows of a
 * point. Arguments: v, dm, du, tiles, k, n, rows of a task, groups of rows, whether to add, whether the
 * BLAS multiplies.
 */
export function winogradProducts(task: i32): void {
  const tiles = int(3), k = int(4), n = int(5), rows = int(6), groups = int(7), add = int(8) != 0;
  const point = task / groups, first = task % groups * rows, last = min(k, first + rows);
  const v = address(0) + <usize> (point * (tiles * k + GAP)) * 4;
  const dm = address(1) + <usize> (point * (tiles * n + GAP)) * 4;
  const du = address(2) + <usize> (point * k * n) * 4;
  if (int(9)) {
    const a = v + <usize> first * 4, c = du + <usize> (first * n) * 4;
    sgemm(true, false, last - first, n, tiles, a, k, dm, n, add ? 1 : 0, c, n);
    return;
  }
  const list = scratch() + LIST, packed = scratch() + PACKED;
  for (let start = 0; start < tiles; start += BLOCK) {
    let end = list;
    for (let t = start; t < min(tiles, start + BLOCK); t++, end += PAIR_BYTES) {
      store<u32>(end, <u32> (v + <usize> (t * k) * 4));
      store<u32>(end, <u32> (dm + <usize> (t * n) * 4), 4);
    }
    for (let row = first; row < last; row += ROWS) {
      packPixels(list, end, <usize> row * 4, packed);
      for (let column = 0; column < n; column += 8) {
        const isFirst = !add && start == 0, offset = <usize> column * 4;
        gradientTile(list, end, packed, row, min(ROWS, last - row), offset, du, column, n, isFirst);
      }
    }
  }
}
