/**
 * The gradient of a strided convolution by its input, by the native BLAS:
 * ../wasm/assembly/blas_phases.ts.
 *
 * @module
 */
import type { ConvolutionShape } from "../wasm/convolution_shape.ts";
import { pool, scratch, writeInts } from "../wasm/heap.ts";
import { gatherArguments } from "./gather.ts";

/** Positions of a task, at most and at least. */
const LARGEST_BLOCK = 256, SMALLEST_BLOCK = 64;
/** Numbers of a block that a thread gathers at a time: 512 KB, half of a second-level cache. */
const TILE = 131_072;
/** From this depth on, a tap alone is deep enough for the BLAS. */
const DEEP = 128;
/** Tasks to aim for where positions are few: then the columns are shared out too. */
const TASKS = 8;
/** Columns that a task has at least. */
const COLUMNS = 64;

/** Whether it covers this convolution, and wins. */
export function isWorthPhases(shape: ConvolutionShape): boolean {
  const { strideHeight, strideWidth, filterHeight, filterWidth, inChannels, outChannels } = shape;
  return strideHeight * strideWidth > 1 && filterHeight >= strideHeight &&
    filterWidth >= strideWidth && shape.dilationHeight === 1 && shape.dilationWidth === 1 &&
    inChannels >= 16 && outChannels >= 8 &&
    shape.batchSize * shape.outHeight * shape.outWidth >= 16 &&
    shape.batchSize * shape.outHeight * shape.outWidth * filterHeight * filterWidth * inChannels *
          outChannels >= 500_000;
}

/** A pixel of dy that a phase reads along one axis, and the row or column of the filter it meets. */
interface AxisTap {
  /** Counted from the position. */
  readonly offset: number;
  /** Of the filter. */
  readonly at: number;
}

/** The taps of each phase along one axis, from the lowest offset on. */
function axisPhases(stride: number, padding: number, side: number): AxisTap[][] {
  return Array.from({ length: stride }, (_, phase) => {
    const taps: AxisTap[] = [];
    for (let at = side - 1; at >= 0; at--) {
      const offset = (phase + padding - at) / stride;
      if (Number.isInteger(offset)) taps.push({ offset, at });
    }
    return taps;
  });
}

/**
 * Writes the gradient.
 *
 * @param dy address of the gradient by the output, [B, oh, ow, Co]
 * @param filter address of the filter, [kh, kw, Ci, Co]
 * @param dx address of the result, [B, H, W, Ci]
 * @param shape of the convolution
 */
export function blasPhases(dy: number, filter: number, dx: number, shape: ConvolutionShape): void {
  const { strideHeight, strideWidth, filterWidth, outChannels: k, inChannels: n } = shape;
  const rows = axisPhases(strideHeight, shape.padInfo.top, shape.filterHeight);
  const columns = axisPhases(strideWidth, shape.padInfo.left, filterWidth);
  const isCollected = k < DEEP;

  // Every product takes taps that lie next to each other in a row of the window, or one.
  const [top, bottom] = range(rows), [left, right] = range(columns);
  const order: number[] = [], products: number[] = [];
  const started = new Set<number>();
  for (let offset = top; offset <= bottom; offset++) {
    rows.forEach((rowTaps, phaseY) => {
      const row = rowTaps.find((tap) => tap.offset === offset);
      if (!row) return;
      columns.forEach((taps, phaseX) => {
        const phase = phaseY * strideWidth + phaseX;
        const runs = isCollected ? [taps] : taps.map((tap) => [tap]);
        for (const run of runs) {
          const places = run.map(({ at }) => row.at * filterWidth + at);
          const place = isCollected ? order.length : places[0];
          order.push(...places);
          const isFirst = Number(!started.has(phase));
          started.add(phase);
          products.push(offset - top, run[0].offset - left, place, run.length, phase, isFirst);
        }
      });
    });
  }

  const grid = {
    batch: shape.batchSize,
    height: Math.ceil(shape.inHeight / strideHeight),
    width: Math.ceil(shape.inWidth / strideWidth),
    stepY: 1,
    stepX: 1,
  };
  const window = Array.from({ length: (bottom - top + 1) * (right - left + 1) }, (_, i) => ({
    dy: top + Math.floor(i / (right - left + 1)),
    dx: left + i % (right - left + 1),
    weight: 0,
  }));
  const windowWidth = right - left + 1, phases = strideHeight * strideWidth;
  const positions = grid.batch * grid.height * grid.width;
  const fitting = Math.floor(TILE / (windowWidth * k) / 32) * 32;
  const block = Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, fitting));
  const blocks = Math.ceil(positions / block);
  const groups = Math.min(Math.ceil(TASKS / blocks), Math.max(1, Math.floor(n / COLUMNS)));
  const share = Math.min(n, Math.ceil(n / groups / 16) * 16);
  const tileBytes = 4 * block * (windowWidth * k + phases * share) + 256;
  const table = scratch("products", products.length * 4);
  writeInts(table, products);
  pool().run("blasPhases", blocks * Math.ceil(n / share), [
    ...gatherArguments({
      source: { address: dy, height: shape.outHeight, width: shape.outWidth, pixel: k },
      taps: window,
      depth: k,
      grid,
    }, window.map(() => 0)),
    isCollected ? collect(filter, order, k, n) : filter,
    isCollected ? 4 * k : 4 * k * n,
    isCollected ? order.length * k : k,
    n,
    dx,
    block,
    share,
    Math.ceil(n / share),
    scratch("tiles", tileBytes * pool().threads),
    tileBytes,
    windowWidth,
    table,
    products.length / 6,
    shape.inHeight,
    shape.inWidth,
    strideHeight,
    strideWidth,
  ]);
}

/** Lowest and highest offset of any phase. */
function range(phases: AxisTap[][]): [number, number] {
  const offsets = phases.flatMap((taps) => taps.map(({ offset }) => offset));
  return [Math.min(...offsets), Math.max(...offsets)];
}

/** Copies the weights of the taps, in this order, next to each other: [n][taps][k]. */
function collect(filter: number, order: readonly number[], k: number, n: number): number {
  const collected = scratch("packed", order.length * k * n * 4);
  const table = scratch("weight taps", order.length * 4);
  writeInts(table, order);
  pool().run(
    "collectWeights",
    order.length,
    [filter, collected, order.length, k, n, table, 1],
    order.length * k * n < 50_000,
  );
  return collected;
}
