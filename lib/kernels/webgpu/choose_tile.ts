/**
 * Which tile a matrix product is computed in, and into how many parts its sums are cut.
 *
 * The two are kept apart on purpose. The order in which the terms of a sum are added decides its last
 * bits: within a part it is k = 0, 1, 2, ... whatever the tile, and the parts follow from the
 * product's shape alone. So a tuned tile changes the time of a training, not its result.
 *
 * @module
 */

/** How the result of one product is divided among workgroups and threads. */
export interface Tile {
  /** Threads of a workgroup along the columns of the result. */
  readonly threadsX: number;
  /** Threads of a workgroup along its rows. */
  readonly threadsY: number;
  /** Rows of the result that one thread computes: a multiple of 4. */
  readonly rows: number;
  /** Columns of the result that one thread computes: a multiple of 4. */
  readonly columns: number;
  /** Terms of the sums that are staged in workgroup memory at a time: 4, 8, 16 or 32. */
  readonly depth: number;
}

/** The sides of a product: [m, k] times [k, n], `groups` times over. */
export interface ProductShape {
  /** Rows of the result. */
  readonly m: number;
  /** Columns of the result. */
  readonly n: number;
  /** Terms of each sum. */
  readonly k: number;
  /** Independent products of this shape, side by side in one dispatch. */
  readonly groups: number;
}

/** How the sums of a product are cut: each part is a workgroup's own, all are added at the end. */
export interface Split {
  /** Number of parts. */
  readonly parts: number;
  /** Terms of a part: a multiple of every tile's depth, so that no tile moves the cuts. */
  readonly length: number;
}

/** Threads that a large GPU wants in flight: several hundred for each of its hundred or so cores. */
const BUSY = 65536;

/** The shortest sum worth a workgroup of its own. */
const SHORTEST_SPLIT = 128;

/** More splits than this cost more memory traffic than the parallelism returns. */
const MOST_SPLITS = 256;

/** The largest depth of a tile; every other one divides it. */
const DEEPEST = 32;

const tile = (
  threadsX: number,
  threadsY: number,
  rows: number,
  columns: number,
  depth: number,
): Tile => ({ threadsX, threadsY, rows, columns, depth });

// From the one that reads least for each multiplication to the one that makes the most workgroups.
const wide = tile(16, 16, 8, 4, 16);
const square = tile(16, 16, 4, 4, 16);
const small = tile(8, 8, 4, 4, 16);
// For results of few columns, as the images that G makes.
const narrow = tile(4, 16, 4, 4, 16);
const thin = tile(1, 64, 4, 4, 8);

/** What a tuner tries. The first five are what {@linkcode chooseTile} knows. */
export const candidateTiles: readonly Tile[] = [
  wide,
  square,
  small,
  narrow,
  thin,
  tile(32, 8, 8, 4, 16),
  tile(16, 8, 4, 8, 16),
  tile(16, 16, 8, 8, 8),
  tile(16, 16, 8, 8, 16),
  tile(16, 8, 8, 8, 16),
  tile(16, 8, 8, 4, 16),
  tile(16, 16, 4, 4, 32),
  tile(8, 16, 8, 4, 16),
  tile(8, 16, 4, 4, 16),
  tile(8, 8, 8, 8, 16),
  tile(8, 8, 8, 4, 16),
  tile(8, 8, 4, 4, 32),
  tile(4, 32, 4, 4, 16),
  tile(4, 16, 8, 4, 16),
  tile(1, 64, 4, 4, 16),
  tile(1, 128, 4, 4, 8),
];

/**
 * The tile of a product that nothing was measured for: the largest that is mostly filled and whose
 * workgroups still keep a large GPU busy, the sums cut into parts where that takes it.
 *
 * The numbers are designed, not yet measured on a GPU.
 *
 * @param shape the product's sides
 */
export function chooseTile(shape: ProductShape): Tile {
  const { m, n } = shape;
  const fits = (tile: Tile) =>
    2 * m > tile.threadsY * tile.rows && 2 * n > tile.threadsX * tile.columns &&
    threadsOf(shape, tile) * mostParts(shape) >= BUSY;
  return n <= 4 && m > 64 ? thin : n <= 16 ? narrow : [wide, square].find(fits) ?? small;
}

/**
 * Into what the sums of a product are cut: as many parts as it takes to keep a large GPU busy with
 * the tile that {@linkcode chooseTile} has for it.
 *
 * @param shape the product's sides
 */
export function chooseSplit(shape: ProductShape): Split {
  const wanted = Math.min(
    mostParts(shape),
    Math.ceil(BUSY / threadsOf(shape, chooseTile(shape))),
  );
  const length = Math.ceil(Math.ceil(shape.k / DEEPEST) / wanted) * DEEPEST;
  return { parts: Math.ceil(shape.k / length), length };
}

/** A tile in a few characters, as programs and files name it. */
export function tileName({ threadsX, threadsY, rows, columns, depth }: Tile): string {
  return `${threadsX}x${threadsY} of ${columns}x${rows}, ${depth} deep`;
}

function mostParts({ k }: ProductShape): number {
  return Math.max(1, Math.min(Math.floor(k / SHORTEST_SPLIT), MOST_SPLITS));
}

function threadsOf({ m, n, groups }: ProductShape, tile: Tile): number {
  return Math.ceil(m / (tile.threadsY * tile.rows)) *
    Math.ceil(n / (tile.threadsX * tile.columns)) * groups * tile.threadsX * tile.threadsY;
}
