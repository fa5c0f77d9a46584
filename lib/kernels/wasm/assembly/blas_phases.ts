// The gradient of a strided convolution by its input, by the native BLAS. With stride 2, the pixels of
// an output fall into 2x2 phases, which read nearly the same pixels of the source with other weights:
// a row of the window that they share is gathered once and multiplied for each phase that reads it.
import { gather, positionCount } from "./gather";
import { address, int, threadNumber } from "./job";
import { sgemm } from "./sgemm";

/** Bytes of a product's row in the table: window row, column, place of the weights, taps, phase, first. */
const PRODUCT_BYTES: usize = 24;

/** One task: a block of positions times a group of columns. Arguments: see ../../blas/phases.ts. */
export function blasPhases(task: i32): void {
  const k = int(4), weights = address(12), tapStride = <usize> int(13), ldb = int(14), n = int(15);
  const block = int(17), columns = int(18), groups = int(19);
  const tile = address(20) + <usize> int(21) * threadNumber();
  const windowWidth = int(22),
    products = address(23),
    lastProduct = products + int(24) * PRODUCT_BYTES;

  const first = task / groups * block, count = min(block, positionCount() - first);
  const column = task % groups * columns, width = min(columns, n - column);
  const lda = windowWidth * k;
  const results = tile + <usize> (block * lda + 16) * 4,
    resultBytes = <usize> (block * columns) * 4;
  let gathered = -1;
  for (let product = products; product < lastProduct; product += PRODUCT_BYTES) {
    const row = load<i32>(product);
    if (row != gathered) {
      gather(tile, first, count, row * windowWidth, (row + 1) * windowWidth);
      gathered = row;
    }
    const a = tile + <usize> (load<i32>(product, 4) * k) * 4;
    const b = weights + <usize> load<u32>(product, 8) * tapStride + <usize> (column * ldb) * 4;
    const c = results + <usize> load<u32>(product, 16) * resultBytes;
    const beta: f32 = load<i32>(product, 20) ? 0 : 1;
    sgemm(false, true, count, width, load<i32>(product, 12) * k, a, lda, b, ldb, beta, c, width);
  }
  spreadPhases(results, resultBytes, first, count, column, width);
}

/** Puts the results of the phases side by side in the output. */
function spreadPhases(
  results: usize,
  resultBytes: usize,
  first: i32,
  count: i32,
  column: i32,
  width: i32,
): void {
  const gridH = int(8), gridW = int(9), n = int(15), out = address(16);
  const outH = int(25), outW = int(26), strideY = int(27), strideX = int(28);
  const bytes = <usize> width * 4;
  for (let phaseY = 0; phaseY < strideY; phaseY++) {
    for (let phaseX = 0; phaseX < strideX; phaseX++, results += resultBytes) {
      let from = results;
      for (let position = first; position < first + count; position++, from += bytes) {
        const row = position / gridW, x = (position - row * gridW) * strideX + phaseX;
        const b = row / gridH, y = (row - b * gridH) * strideY + phaseY;
        if (y >= outH || x >= outW) continue;
        memory.copy(out + <usize> (((b * outH + y) * outW + x) * n + column) * 4, from, bytes);
      }
    }
  }
}
