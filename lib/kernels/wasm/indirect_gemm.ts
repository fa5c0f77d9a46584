/**
 * The routine behind convolution, its input gradient and the matrix product: assembly/indirect_gemm.ts.
 *
 * @module
 */
import { blasProduct, isWorthBlas } from "../blas/product.ts";
import { pool, scratch, writeInts, zeros } from "./heap.ts";
import type { IndirectGemm } from "./indirect_product.ts";

/** Bytes of a thread's scratch that its tables may fill; see assembly/indirect_gemm.ts. */
const TABLE_ROOM = 65536 - 512;
/** Tiles of six positions that a task runs each panel of weights against. */
const TILES = 16;
/** Tasks to aim for: enough for eight threads to finish at nearly the same time. */
const TASKS = 32;

/** Tasks of packing: few, so that each reads a good part of a row of weights at a time. */
const PACK_TASKS = 8;

/** Packs the weights and runs the product, or leaves it to the native BLAS. */
export function indirectGemm(product: IndirectGemm): void {
  if (pool().blas && isWorthBlas(product)) return blasProduct(product);
  const { source, taps, k, grid, weights, n, out } = product;
  const panels = Math.ceil(n / 8), positions = grid.batch * grid.height * grid.width;
  const packed = scratch("packed", panels * taps.length * k * 32);
  const tapTable = scratch("taps", taps.length * 16);
  const weightTable = scratch("weight taps", taps.length * 4);
  const pixelBytes = source.pixel * 4;
  writeInts(
    tapTable,
    taps.flatMap(({ dy, dx }, i) => [dy, dx, (dy * source.width + dx) * pixelBytes, i]),
  );
  writeInts(weightTable, taps.map((tap) => tap.weight));
  const small = positions * taps.length * k * n < 100_000;
  if (taps.length) {
    const packShare = Math.ceil(panels / Math.min(panels, PACK_TASKS));
    pool().run("packWeights", Math.ceil(panels / packShare), [
      weights.address,
      packed,
      taps.length,
      k,
      n,
      weightTable,
      Number(weights.transposed),
      packShare,
    ], taps.length * k * n < 50_000);
  }

  const tiles = Math.min(TILES, Math.floor(TABLE_ROOM / ((taps.length + 1) * 32)));
  const blocks = Math.ceil(positions / (6 * tiles));
  const share = Math.ceil(panels / Math.min(panels, Math.ceil(TASKS / blocks)));
  const groups = Math.ceil(panels / share);
  pool().run("indirectGemm", blocks * groups, [
    source.address,
    source.height,
    source.width,
    pixelBytes,
    k,
    tapTable,
    taps.length,
    zeros(k * 4),
    grid.batch,
    grid.height,
    grid.width,
    grid.stepY,
    grid.stepX,
    packed,
    n,
    out.address,
    out.height,
    out.width,
    out.stepY,
    out.stepX,
    out.y0,
    out.x0,
    tiles,
    share,
    groups,
    Number(fastestIsBatch(grid)),
  ], small);
}

/**
 * Whether to walk the images before the positions. On small images a tile then holds one position of
 * six images, so that a tap that falls off the edge does so for all six and is left out.
 */
function fastestIsBatch(grid: IndirectGemm["grid"]): boolean {
  return grid.batch >= 6 && grid.height * grid.width <= 64;
}
