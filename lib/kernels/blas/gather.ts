/**
 * The arguments that the BLAS kernels share: which positions they gather pixels of, see
 * ../wasm/assembly/gather.ts.
 *
 * @module
 */
import { scratch, writeInts } from "../wasm/heap.ts";
import type { IndirectGemm, Tap } from "../wasm/indirect_product.ts";

/** What is gathered: of each position of the grid, `depth` numbers at each tap. */
export interface Gathering {
  /** Images, see {@linkcode IndirectGemm}. */
  readonly source: IndirectGemm["source"];
  /** Pixels that a position reads. */
  readonly taps: readonly Tap[];
  /** Numbers that a tap reads. */
  readonly depth: number;
  /** Output positions. */
  readonly grid: IndirectGemm["grid"];
}

/**
 * The first twelve arguments of a gathering kernel.
 *
 * @param gathering what is gathered
 * @param places where each tap's weights are, counted in the kernel's tap strides
 */
export function gatherArguments(
  { source, taps, depth, grid }: Gathering,
  places: readonly number[],
): number[] {
  const pixelBytes = source.pixel * 4;
  const table = scratch("taps", taps.length * 16);
  writeInts(
    table,
    taps.flatMap(({ dy, dx }, i) => [dy, dx, (dy * source.width + dx) * pixelBytes, places[i]]),
  );
  return [
    source.address,
    source.height,
    source.width,
    pixelBytes,
    depth,
    table,
    taps.length,
    grid.batch,
    grid.height,
    grid.width,
    grid.stepY,
    grid.stepX,
  ];
}

/** Whether the source is the gathered matrix already: one tap that reads each pixel, in order. */
export function isInPlace({ source, taps, depth, grid }: Gathering): boolean {
  return taps.length === 1 && taps[0].dy === 0 && taps[0].dx === 0 && source.pixel === depth &&
    grid.stepY === 1 && grid.stepX === 1 && grid.height === source.height &&
    grid.width === source.width;
}
