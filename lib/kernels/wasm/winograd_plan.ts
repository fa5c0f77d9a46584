/**
 * How a convolution is divided for Winograd's algorithm, and whether that pays.
 *
 * @module
 */
import { areRowsAlone } from "../rows_alone.ts";
import type { ConvolutionShape } from "./convolution_shape.ts";

/** Outputs of a tile along an axis. */
export const TILE = 4;

/** The phases that a convolution is divided into, and its tiles. */
export interface WinogradPlan {
  /** Taps of a phase along an axis, r: 3 or 2. Phases with fewer have zeros. */
  readonly taps: number;
  /** Products along an axis, n = 4 + r - 1. */
  readonly side: number;
  /** Whether each phase that is read is a product of its own, and gives a phase of the result. */
  readonly isSplit: boolean;
  /** First row and column that the first tile reads, of each phase of the images that are read. */
  readonly origins: readonly (readonly [number, number])[];
  /** For each phase of the filter, which of its taps meets each of the r x r; -1 is none. */
  readonly places: readonly (readonly number[])[];
  /** Tiles of an image, down and across. */
  readonly tiles: readonly [number, number];
}

/** What is to be computed: images or the filter's gradient, and who multiplies. */
export interface WinogradPass {
  readonly of: "images" | "filter";
  /** Whether a native BLAS does. */
  readonly blas: boolean;
}

/** One phase along an axis. */
interface Phase {
  /** First row that the first tile reads. */
  readonly origin: number;
  /** Place in the filter of each of the r taps; -1 for none. */
  readonly places: readonly number[];
}

/** A filter's size along an axis, the padding before the image, and the stride. */
interface Axis {
  readonly side: number;
  readonly padding: number;
  readonly stride: number;
}

const modulo = (a: number, b: number) => ((a % b) + b) % b;

/**
 * The phases of a forward pass: output y reads row stride * y + u at tap u + padding. With u = stride * a +
 * p that is row a + y of phase p, an ordinary convolution.
 */
function forwardPhases({ side, padding, stride }: Axis, r: number): Phase[] {
  return Array.from({ length: stride }, (_, p) => {
    const offsets = Array.from({ length: side }, (_, at) => at - padding)
      .filter((u) => modulo(u, stride) === p).map((u) => Math.floor(u / stride));
    const first = Math.min(...offsets);
    const places = Array.from({ length: r }, (_, i) => stride * (first + i) + p + padding);
    return { origin: stride * first + p, places: places.map((at) => at < side ? at : -1) };
  });
}

/**
 * The phases of an input gradient: row stride * j + q of the result reads row j + b of the gradient by the
 * output where q + padding - stride * b is a tap.
 *
 * @param r taps of a phase
 * @param isSplit whether each phase reads a window of its own, or all of them the one with all their taps
 */
function backwardPhases({ side, padding, stride }: Axis, r: number, isSplit: boolean): Phase[] {
  const offsets = Array.from(
    { length: stride },
    (_, q) =>
      Array.from({ length: side }, (_, at) => (q + padding - at) / stride)
        .filter(Number.isInteger),
  );
  const lowest = Math.min(...offsets.flat());
  return offsets.map((own, q) => {
    const origin = isSplit ? Math.min(...own) : lowest;
    const places = Array.from({ length: r }, (_, i) => q + padding - stride * (origin + i));
    return { origin, places: places.map((at) => at >= 0 && at < side ? at : -1) };
  });
}

/** The axes of a convolution that can be divided at all. */
function axesOf(shape: ConvolutionShape): readonly [Axis, Axis] | undefined {
  const { strideHeight, strideWidth, filterHeight, filterWidth, padInfo } = shape;
  const isPlain = shape.dilationHeight === 1 && shape.dilationWidth === 1 &&
    strideHeight === strideWidth && strideHeight <= 2 && filterHeight === filterWidth &&
    filterHeight > strideHeight && filterHeight <= 2 * strideHeight + 1;
  if (!isPlain || shape.inChannels % 8 || shape.outChannels % 8) return;
  return [
    { side: filterHeight, padding: padInfo.top, stride: strideHeight },
    { side: filterWidth, padding: padInfo.left, stride: strideWidth },
  ];
}

/**
 * Taps of a phase along an axis. The window that holds the taps of all phases of an input gradient is as
 * wide where there is one phase, and where the kernel has 5 taps and the stride is 2.
 */
const tapsOf = ([{ side, stride }]: readonly Axis[]) => Math.ceil(side / stride);

const tilesOf = (height: number, width: number) =>
  [Math.ceil(height / TILE), Math.ceil(width / TILE)] as const;

const origins = (rows: readonly Phase[], columns: readonly Phase[]) =>
  rows.flatMap(({ origin: y }) => columns.map(({ origin: x }) => [y, x] as const));

const places = (rows: readonly Phase[], columns: readonly Phase[], width: number) =>
  rows.flatMap((row) =>
    columns.map((column) =>
      row.places.flatMap((kh) => column.places.map((kw) => kh < 0 || kw < 0 ? -1 : kh * width + kw))
    )
  );

/**
 * The division of a forward pass, and of the gradient by the filter; undefined where another way is
 * faster, or the only one.
 */
export function forwardPlan(shape: ConvolutionShape, pass: WinogradPass): WinogradPlan | undefined {
  const axes = axesOf(shape);
  if (!axes) return;
  const taps = tapsOf(axes), side = TILE + taps - 1;
  const [rows, columns] = axes.map((axis) => forwardPhases(axis, taps));
  const plan = {
    ...{ taps, side, isSplit: false },
    origins: origins(rows, columns),
    places: places(rows, columns, shape.filterWidth),
    tiles: tilesOf(shape.outHeight, shape.outWidth),
  };
  return pays(shape, plan, pass) ? plan : undefined;
}

/** The division of an input gradient; undefined as for {@linkcode forwardPlan}. */
export function backwardPlan(
  shape: ConvolutionShape,
  pass: WinogradPass,
): WinogradPlan | undefined {
  const axes = axesOf(shape);
  if (!axes) return;
  const { strideHeight: stride } = shape, taps = tapsOf(axes);
  // With two taps each, phases of their own have fewer products than one window for all of them.
  const isSplit = stride > 1 && taps === 2;
  const [rows, columns] = axes.map((axis) => backwardPhases(axis, taps, isSplit));
  const plan = {
    ...{ taps, side: TILE + taps - 1, isSplit },
    origins: isSplit ? origins(rows, columns) : [[rows[0].origin, columns[0].origin] as const],
    places: places(rows, columns, shape.filterWidth),
    tiles: tilesOf(Math.ceil(shape.inHeight / stride), Math.ceil(shape.inWidth / stride)),
  };
  return pays(shape, plan, pass) ? plan : undefined;
}

/**
 * Multiply-adds that take as long as the transform of one number, of the images or of the weights. They
 * are fitted to layers of 16 to 256 channels on one thread; see ../README.md.
 */
const COSTS = {
  own: { image: 20, weight: 90, gradient: 50 },
  blas: { image: 28, weight: 80, gradient: 70 },
};
/** Fewer multiply-adds are not worth the calls. */
const FEWEST = 2_000_000;
/** The same where the transformed weights are kept: they are only read. */
const KEPT = { image: 20, weight: 2.5 };
/** Transformed numbers of a filter that are kept at most, 16 MiB. */
const MOST_KEPT = 4_194_304;

/** Numbers that a filter is transformed into. */
export const transformedNumbers = (
  { side, places }: Pick<WinogradPlan, "side" | "places">,
  { inChannels, outChannels }: ConvolutionShape,
): number => side ** 2 * places.length * inChannels * outChannels;

/**
 * Whether the transformed weights are kept with their filter: only in inference, where a filter stays as it
 * is, and not if they are very many.
 */
export const keepsWeights = (
  plan: Pick<WinogradPlan, "side" | "places">,
  shape: ConvolutionShape,
): boolean => areRowsAlone() && transformedNumbers(plan, shape) <= MOST_KEPT;

/** Whether the products that are saved take longer than the transforms. */
function pays(shape: ConvolutionShape, plan: WinogradPlan, pass: WinogradPass): boolean {
  const { inChannels, outChannels, filterHeight, filterWidth } = shape;
  const batchSize = areRowsAlone() ? 1 : shape.batchSize;
  const tiles = batchSize * plan.tiles[0] * plan.tiles[1], phases = plan.places.length;
  const weights = phases * inChannels * outChannels;
  const direct = batchSize * shape.outHeight * shape.outWidth * filterHeight * filterWidth *
    inChannels * outChannels;
  const costs = pass.blas ? COSTS.blas : COSTS.own;
  const { image, weight } = keepsWeights(plan, shape) ? KEPT : costs;
  const outputs = plan.isSplit ? phases * outChannels : outChannels;
  const transforms = image * tiles * (phases * inChannels + outputs) +
    (pass.of === "filter" ? costs.gradient : weight) * weights;
  return direct >= FEWEST && plan.side ** 2 * (tiles * weights + transforms) < direct;
}
