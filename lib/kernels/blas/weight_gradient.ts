/**
 * The gradient of a convolution by its filter, and the matrix product A^T B, by the native BLAS:
 * ../wasm/assembly/blas_weight_gradient.ts.
 *
 * @module
 */
import { pool, scratch } from "../wasm/heap.ts";
import type { WeightGradient } from "../wasm/weight_product.ts";
import { gatherArguments, isInPlace } from "./gather.ts";

/** Positions that are gathered at a time. */
const BLOCK = 512;
/** Rows of a product to aim for: as many taps as make them up go together. */
const ROWS = 128;
/** Tasks to aim for: with fewer taps, the positions are shared out too. */
const TASKS = 16;
/** Numbers of the result that a task adds up. */
const SHARE = 4096;

/** Whether the BLAS wins: with few rows, columns or operations our own kernels do. */
export function isWeightGradientWorthBlas({ taps, m, grid, n }: WeightGradient): boolean {
  const positions = grid.batch * grid.height * grid.width, rows = taps.length * m;
  return n >= 16 && rows >= 16 && positions * rows * n >= 500_000;
}

/**
 * Runs the product. How the sums are shared out depends on the shapes alone, so they come out the
 * same on any number of threads.
 */
export function blasWeightGradient({ source, taps, m, grid, dy, n, dw }: WeightGradient): void {
  const gathering = { source, taps, depth: m, grid };
  const inPlace = isInPlace(gathering);
  const positions = grid.batch * grid.height * grid.width;
  const share = inPlace ? 1 : Math.max(1, Math.floor(ROWS / m));
  const groups = Math.ceil(taps.length / share);
  const rows = inPlace ? ROWS : m, rowGroups = Math.ceil(m / rows);
  const blocks = Math.ceil(positions / BLOCK);
  const wanted = Math.min(blocks, Math.ceil(TASKS / (groups * rowGroups)));
  const part = Math.ceil(blocks / wanted) * BLOCK, parts = Math.ceil(positions / part);
  const size = taps.length * m * n;
  const sums = parts > 1 ? scratch("partials", parts * size * 4) : dw;
  const tileBytes = inPlace ? 0 : 4 * BLOCK * share * m + 64;
  pool().run("blasWeightGradient", rowGroups * groups * parts, [
    ...gatherArguments(gathering, taps.map(() => 0)),
    dy,
    n,
    sums,
    BLOCK,
    part,
    share,
    groups,
    rows,
    rowGroups,
    scratch("tiles", tileBytes * pool().threads),
    tileBytes,
    Number(inPlace),
  ]);
  if (parts > 1) pool().run("sumParts", Math.ceil(size / SHARE), [sums, parts, size, dw, SHARE]);
}
