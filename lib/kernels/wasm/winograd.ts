/**
 * Convolution and its gradients by Winograd's algorithm: assembly/winograd.ts.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { ConvolutionShape } from "./convolution_shape.ts";
import { addressOf, keptWith, pool, scratch, writeInts, zeros } from "./heap.ts";
import { keepsWeights, transformedNumbers, type WinogradPlan } from "./winograd_plan.ts";

/** Numbers of a task's transformed tiles: about a second-level cache. */
const BLOCK_NUMBERS = 262_144;
/** Tiles of a task: six is what our own product takes at once. */
const FEWEST_TILES = { own: 12, blas: 32 }, MOST_TILES = 96, ROWS = 6;
/** Tasks to aim for: enough for eight threads to finish at nearly the same time. */
const TASKS = 16;
/** Fewer are made only of tiles that are not enough. No number of threads decides: a BLAS would round otherwise. */
const FEWEST_TASKS = 4;
/** Columns that a task has at least. */
const COLUMNS = 64;
/** Numbers of a tap that a task of weights transforms. */
const WEIGHTS = 1024;
/** Numbers that are transformed at a time for the gradient by the filter: they stay in a shared cache. */
const CHUNK_NUMBERS = 2_097_152;
/** Tiles that a task transforms there. */
const TILES = 8;
/** Numbers between two points, beyond their own; see assembly/winograd.ts. */
const GAP = 16;

/** Images [batch, height, width, channels]. */
interface Images {
  readonly address: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The first twelve arguments of the kernels that read images. */
function imageArguments(
  { address, height, width, channels }: Images,
  plan: Pick<WinogradPlan, "origins" | "side" | "tiles">,
  step: number,
  batch: number,
): number[] {
  const table = scratch("origins", plan.origins.length * 8);
  writeInts(table, plan.origins.flat());
  return [
    ...[address, height, width, channels * 4, step, plan.origins.length, table],
    ...[zeros(channels * 4), plan.side, ...plan.tiles, batch * plan.tiles[0] * plan.tiles[1]],
  ];
}

/** The arguments of both transforms of weights. */
function weightArguments(
  filter: number,
  transformed: number,
  { side, taps, places }: WinogradPlan,
  numbers: number,
  none: number,
): number[] {
  const table = scratch("places", places.length * taps * taps * 4);
  writeInts(table, places.flat());
  return [filter, transformed, side, taps, places.length, table, numbers, none];
}

/** Address of the transformed weights. Those of a filter that only translates are kept with it. */
function transformedWeights(
  filter: tf.TensorInfo,
  plan: WinogradPlan,
  shape: ConvolutionShape,
  transposed: boolean,
): number {
  const bytes = 4 * transformedNumbers(plan, shape);
  const write = (address: number) =>
    transformWeights(addressOf(filter), address, plan, shape, transposed);
  if (!keepsWeights(plan, shape)) {
    const address = scratch("weights", bytes);
    write(address);
    return address;
  }
  // What the layout below depends on, but for the BLAS: exchanging that forgets them all.
  const use = [transposed, plan.side, plan.isSplit, ...plan.places.flat()].join();
  return keptWith(filter, use, bytes, write);
}

/** Writes them: [points, phases, Ci, Co] for a BLAS, and for our own product in panels. */
function transformWeights(
  filter: number,
  transformed: number,
  plan: WinogradPlan,
  shape: ConvolutionShape,
  transposed: boolean,
): void {
  const { inChannels, outChannels } = shape, numbers = inChannels * outChannels;
  const points = plan.side ** 2, groups = plan.places.length, none = zeros(numbers * 4);
  const common = weightArguments(filter, transformed, plan, numbers, none);
  if (pool().blas) {
    pool().run("winogradFilter", Math.ceil(numbers / WEIGHTS), [...common, WEIGHTS]);
    return;
  }
  // A row of a panel has eight columns, 32 bytes.
  const rowsOfPoint = transposed ? outChannels : groups * inChannels, point = rowsOfPoint * 32;
  const parts = plan.isSplit ? groups : 1, panel = points * parts * point;
  const group = !transposed ? inChannels * 32 : plan.isSplit ? point : inChannels / 8 * panel;
  pool().run("winogradPackedFilter", inChannels / 8, [
    ...common,
    ...[outChannels, Number(transposed), panel, parts * point, group],
  ]);
}

/** What both passes multiply. */
interface Product {
  readonly plan: WinogradPlan;
  readonly batch: number;
  readonly source: Images;
  /** From one pixel that is read to the next. */
  readonly step: number;
  /** The transformed weights. */
  readonly weights: number;
  /** Whether they are [n, k]. */
  readonly transposed: boolean;
  readonly out: Images;
  /** From one pixel that is written to the next. */
  readonly outStep: number;
}

function multiply({ plan, batch, source, step, weights, transposed, out, outStep }: Product): void {
  const { isSplit, origins } = plan;
  const k = source.channels * (isSplit ? 1 : origins.length);
  const n = out.channels * (isSplit ? 1 : outStep ** 2);
  const points = plan.side ** 2, tiles = batch * plan.tiles[0] * plan.tiles[1];
  const blas = Boolean(pool().blas), fewest = blas ? FEWEST_TILES.blas : FEWEST_TILES.own;
  const fitting = Math.floor(BLOCK_NUMBERS / points / (k + n) / ROWS) * ROWS;
  const mostGroups = Math.max(1, Math.floor(n / COLUMNS));
  // A single image has few tiles, and all threads shall have some.
  const shared = Math.ceil(tiles / Math.ceil(FEWEST_TASKS / mostGroups));
  const wanted = Math.max(fewest, Math.min(MOST_TILES, fitting));
  const block = Math.ceil(Math.min(wanted, shared) / ROWS) * ROWS;
  const blocks = Math.ceil(tiles / block);
  const groups = Math.min(Math.ceil(TASKS / blocks), mostGroups);
  const columns = Math.ceil(n / groups / 8) * 8;
  const results = 4 * (out.channels + points * (block * k + GAP)) + 64;
  const bytes = Math.ceil((results + 4 * points * (block * columns + GAP)) / 64) * 64 + 64;
  pool().run("winogradConvolution", blocks * Math.ceil(n / columns), [
    ...imageArguments(source, plan, step, batch),
    ...[weights, k, n, out.address, out.height, out.width, outStep, out.channels],
    ...[block, columns, Math.ceil(n / columns)],
    ...[scratch("tiles", bytes * pool().threads), bytes, results],
    ...[Number(blas), Number(transposed), Number(isSplit)],
  ]);
}

const imagesOf = (address: number, shape: ConvolutionShape): Images => ({
  ...{ address, height: shape.inHeight, width: shape.inWidth, channels: shape.inChannels },
});
const outputsOf = (address: number, shape: ConvolutionShape): Images => ({
  ...{ address, height: shape.outHeight, width: shape.outWidth, channels: shape.outChannels },
});

/**
 * Writes the convolution.
 *
 * @param x address of the images, [B, H, W, Ci]
 * @param filter the filter, [kh, kw, Ci, Co]
 * @param y address of the result, [B, oh, ow, Co]
 * @param shape of the convolution
 * @param plan its division
 */
export function winogradConvolution(
  x: number,
  filter: tf.TensorInfo,
  y: number,
  shape: ConvolutionShape,
  plan: WinogradPlan,
): void {
  multiply({
    ...{ plan, batch: shape.batchSize, transposed: false, outStep: 1 },
    source: imagesOf(x, shape),
    step: shape.strideHeight,
    weights: transformedWeights(filter, plan, shape, false),
    out: outputsOf(y, shape),
  });
}

/**
 * Writes the gradient by the input.
 *
 * @param dy address of the gradient by the output, [B, oh, ow, Co]
 * @param filter the filter, [kh, kw, Ci, Co]
 * @param dx address of the result, [B, H, W, Ci]
 * @param shape of the convolution
 * @param plan its division
 */
export function winogradInputGradient(
  dy: number,
  filter: tf.TensorInfo,
  dx: number,
  shape: ConvolutionShape,
  plan: WinogradPlan,
): void {
  multiply({
    ...{ plan, batch: shape.batchSize, transposed: true, step: 1 },
    source: outputsOf(dy, shape),
    weights: transformedWeights(filter, plan, shape, true),
    out: imagesOf(dx, shape),
    outStep: shape.strideHeight,
  });
}

/**
 * Writes the gradient by the filter.
 *
 * @param x address of the images, [B, H, W, Ci]
 * @param dy address of the gradient by the output, [B, oh, ow, Co]
 * @param dw address of the result, [kh, kw, Ci, Co]
 * @param shape of the convolution
 * @param plan the division of its forward pass
 */
export function winogradFilterGradient(
  x: number,
  dy: number,
  dw: number,
  shape: ConvolutionShape,
  plan: WinogradPlan,
): void {
  const { batchSize, inChannels, outChannels: n, strideHeight } = shape;
  const k = inChannels * plan.origins.length, points = plan.side ** 2;
  const tiles = batchSize * plan.tiles[0] * plan.tiles[1];
  // How the sum is divided depends on the shapes alone.
  const most = Math.max(TILES, Math.floor(CHUNK_NUMBERS / points / (k + n) / TILES) * TILES);
  const chunk = Math.ceil(tiles / Math.ceil(tiles / most));
  const v = scratch("inputs", points * (chunk * k + GAP) * 4),
    dm = scratch("outputs", points * (chunk * n + GAP) * 4);
  const du = scratch("weights", points * k * n * 4);
  zeros(4 * Math.max(inChannels, n)); // so that neither of the next two moves them
  const inputs = imageArguments(imagesOf(x, shape), plan, strideHeight, batchSize);
  const outputs = imageArguments(outputsOf(dy, shape), plan, 1, batchSize);
  const rowGroups = Math.ceil(TASKS / points * 2), rows = Math.ceil(k / rowGroups / ROWS) * ROWS;
  const groups = Math.ceil(k / rows);
  for (let first = 0; first < tiles; first += chunk) {
    const count = Math.min(chunk, tiles - first), tasks = Math.ceil(count / TILES);
    pool().run("winogradInput", tasks, [...inputs, v, first, count, TILES]);
    pool().run("winogradOutputGradient", tasks, [...outputs, dm, first, count, TILES]);
    pool().run("winogradProducts", points * groups, [
      ...[v, dm, du, count, k, n, rows, groups, Number(first > 0), Number(Boolean(pool().blas))],
    ]);
  }
  const numbers = inChannels * n, dump = scratch("dump", numbers * 4);
  pool().run(
    "winogradFilterGradient",
    Math.ceil(numbers / WEIGHTS),
    [...weightArguments(dw, du, plan, numbers, dump), WEIGHTS],
  );
}
