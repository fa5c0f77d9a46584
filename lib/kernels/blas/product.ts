/**
 * Convolution, its input gradient and the matrix product by the native BLAS:
 * ../wasm/assembly/blas_product.ts.
 *
 * @module
 */
import { pool, scratch, writeInts } from "../wasm/heap.ts";
import type { IndirectGemm } from "../wasm/indirect_product.ts";
import { gatherArguments, isInPlace } from "./gather.ts";

/** Positions of a task, so many that the BLAS reads the weights seldom. */
const BLOCK = 256;
/** Numbers of a position that are gathered at a time: a block of them takes half a megabyte. */
const DEPTH = 512;
/** From this depth on, a tap alone is deep enough for the BLAS. */
const DEEP = 128;
/** Tasks to aim for where positions are few: then the columns are shared out too. */
const TASKS = 8;
/** Columns that a task has at least. */
const COLUMNS = 64;

/** Whether the BLAS wins: with few columns or few operations our own kernels do. */
export function isWorthBlas({ taps, k, grid, n }: IndirectGemm): boolean {
  const positions = grid.batch * grid.height * grid.width, depth = taps.length * k;
  return n >= 16 && depth >= 16 && positions >= 16 && positions * depth * n >= 500_000;
}

/** Runs the product. */
export function blasProduct(product: IndirectGemm): void {
  const { source, taps, k, grid, n, out } = product;
  const gathering = { source, taps, depth: k, grid };
  const inPlace = isInPlace(gathering);
  const weights = arrangeWeights(product);
  const positions = grid.batch * grid.height * grid.width;
  const blocks = Math.ceil(positions / BLOCK);
  const groups = Math.min(Math.ceil(TASKS / blocks), Math.max(1, Math.floor(n / COLUMNS)));
  // A multiple of 16, which suits the BLAS.
  const columns = Math.min(n, Math.ceil(n / groups / 16) * 16);
  const isScattered = out.height !== grid.height || out.width !== grid.width;
  const tileBytes = 4 * BLOCK * ((inPlace ? 0 : weights.share * k) + columns) + 256;
  pool().run("blasProduct", blocks * Math.ceil(n / columns), [
    ...gatherArguments(gathering, weights.places),
    weights.address,
    weights.tapStride,
    weights.rowStride,
    Number(product.weights.transposed),
    n,
    out.address,
    BLOCK,
    weights.share,
    columns,
    Math.ceil(n / columns),
    scratch("tiles", tileBytes * pool().threads),
    tileBytes,
    Number(inPlace),
    Number(isScattered),
    out.height,
    out.width,
    out.stepY,
    out.stepX,
    out.y0,
    out.x0,
  ]);
}

/** The weights as the BLAS is to read them. */
interface ArrangedWeights {
  readonly address: number;
  /** Taps that one product takes. */
  readonly share: number;
  /** Place of each tap, times tapStride. */
  readonly places: number[];
  readonly tapStride: number;
  /** Numbers from a row of weights to the next. */
  readonly rowStride: number;
}

/** Leaves the weights where they are if one product a tap is good enough; else collects them. */
function arrangeWeights({ taps, k, n, weights }: IndirectGemm): ArrangedWeights {
  const { address, transposed } = weights, share = Math.max(1, Math.floor(DEPTH / k));
  const inOrder = taps.every(({ weight }, i) => weight === i);
  if (inOrder && !transposed) {
    return { address, share, places: taps.map((_, i) => i), tapStride: 4 * k * n, rowStride: n };
  }
  if (k >= DEEP || taps.length === 1) {
    const places = taps.map(({ weight }) => weight);
    return { address, share: 1, places, tapStride: 4 * k * n, rowStride: transposed ? k : n };
  }
  const collected = scratch("packed", taps.length * k * n * 4);
  const table = scratch("weight taps", taps.length * 4);
  writeInts(table, taps.map((tap) => tap.weight));
  pool().run(
    "collectWeights",
    taps.length,
    [address, collected, taps.length, k, n, table, Number(transposed)],
    taps.length * k * n < 50_000,
  );
  return {
    address: collected,
    share,
    places: taps.map((_, i) => i),
    tapStride: transposed ? 4 * k : 4 * k * n,
    rowStride: transposed ? taps.length * k : n,
  };
}
