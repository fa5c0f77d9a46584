// The same sums as indirect_gemm.ts, by the native BLAS: a block of positions is gathered as a
// matrix, some taps at a time so that it stays in the second-level cache, and multiplied.
import { gather, positionCount } from "./gather";
import { address, int, threadNumber } from "./job";
import { sgemm } from "./sgemm";

/** One task: a block of positions times a group of columns. Arguments: see ../../blas/product.ts. */
export function blasProduct(task: i32): void {
  const k = int(4), taps = address(5), tapCount = int(6);
  const weights = address(12), tapStride = <usize> int(13), ldb = int(14);
  const transposed = int(15) != 0, n = int(16), out = address(17);
  const block = int(18), share = int(19), columns = int(20), groups = int(21);
  const tile = address(22) + <usize> int(23) * threadNumber();
  const inPlace = int(24) != 0, scattered = int(25) != 0;

  const first = task / groups * block, count = min(block, positionCount() - first);
  const column = task % groups * columns, width = min(columns, n - column);
  const result = inPlace ? tile : tile + <usize> (block * share * k + 16) * 4;
  const c = scattered ? result : out + <usize> (first * n + column) * 4;
  for (let tap = 0; tap < tapCount; tap += share) {
    const lastTap = min(tapCount, tap + share), depth = (lastTap - tap) * k;
    if (!inPlace) gather(tile, first, count, tap, lastTap);
    const a = inPlace ? address(0) + <usize> (first * k) * 4 : tile;
    const b = weights + <usize> load<u32>(taps + (<usize> tap << 4), 12) * tapStride +
      <usize> (transposed ? column * ldb : column) * 4;
    const ldc = scattered ? width : n;
    sgemm(false, transposed, count, width, depth, a, depth, b, ldb, tap ? 1 : 0, c, ldc);
  }
  if (scattered) scatter(result, out, first, count, column, width, n);
}

/** Copies rows of the result to pixels of the output that lie apart. */
function scatter(
  from: usize,
  out: usize,
  first: i32,
  count: i32,
  column: i32,
  width: i32,
  n: i32,
): void {
  const gridH = int(8), gridW = int(9);
  const outH = int(26),
    outW = int(27),
    stepY = int(28),
    stepX = int(29),
    y0 = int(30),
    x0 = int(31);
  const bytes = <usize> width * 4;
  for (let position = first; position < first + count; position++, from += bytes) {
    const row = position / gridW, x = position - row * gridW;
    const b = row / gridH, y = row - b * gridH;
    const pixel = (b * outH + y * stepY + y0) * outW + x * stepX + x0;
    memory.copy(out + <usize> (pixel * n + column) * 4, from, bytes);
  }
}
