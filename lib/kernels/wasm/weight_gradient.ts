/**
 * The routine behind the gradient of a convolution by its filter, and the matrix product A^T B:
 * assembly/weight_gradient.ts.
 *
 * @module
 */
import { blasWeightGradient, isWeightGradientWorthBlas } from "../blas/weight_gradient.ts";
import { pool, scratch, writeInts } from "./heap.ts";
import type { WeightGradient } from "./weight_product.ts";

/** Tasks to aim for: enough for eight threads to finish at nearly the same time. */
const TASKS = 32;
/** Rows of dy that a task packs. */
const PACK_ROWS = 512;

/** Packs dy and runs the product, or leaves it to the native BLAS. */
export function weightGradient(product: WeightGradient): void {
  if (pool().blas && isWeightGradientWorthBlas(product)) return blasWeightGradient(product);
  const { source, taps, m, grid, dy, n, dw } = product;
  const panels = Math.ceil(n / 8), positions = grid.batch * grid.height * grid.width;
  const packed = scratch("packed", panels * positions * 32);
  const tapTable = scratch("taps", taps.length * 16);
  writeInts(tapTable, taps.flatMap((tap) => [tap.dy, tap.dx, 0, 0]));
  pool().run(
    "packColumns",
    Math.ceil(positions / PACK_ROWS),
    [dy, packed, positions, n, PACK_ROWS],
    positions * n < 50_000,
  );
  const tiles = Math.ceil(m / 6);
  const share = Math.ceil(tiles / Math.min(tiles, Math.ceil(TASKS / taps.length)));
  const groups = Math.ceil(tiles / share);
  pool().run("weightGradient", taps.length * groups, [
    source.address,
    source.height,
    source.width,
    source.pixel * 4,
    m,
    tapTable,
    grid.batch,
    grid.height,
    grid.width,
    grid.stepY,
    grid.stepX,
    packed,
    n,
    dw,
    share,
    groups,
  ], positions * taps.length * m * n < 100_000);
}
