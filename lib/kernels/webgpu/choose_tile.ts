/**
 * Which tile a matrix product is computed in. One function, so that a tuner has one place to sit.
 *
 * @module
 */

/** How one product is divided among workgroups and threads. */
export interface Tile {
  /** Threads of a workgroup along the columns of the result. */
  readonly threadsX: number;
  /** Threads of a workgroup along its rows. */
  readonly threadsY: number;
  /** Rows of the result that one thread computes: a multiple of 4. */
  readonly rows: number;
  /** Columns of the result that one thread computes: a multiple of 4. */
  readonly columns: number;
  /** Terms of the sums that are staged in workgroup memory at a time: a multiple of 4. */
  readonly depth: number;
  /** Parts that the sums are cut into, each a workgroup of its own, to be added up at the end. */
  readonly splits: number;
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

/** Threads that a large GPU wants in flight: several hundred for each of its hundred or so cores. */
const BUSY = 65536;

/** The shortest sum worth a workgroup of its own. */
const SHORTEST_SPLIT = 128;

/** More splits than this cost more memory traffic than the parallelism returns. */
const MOST_SPLITS = 256;

// All fit in the 16 KiB of workgroup memory that every device has. From the one that reads least for
// each multiplication to the one that makes the most workgroups.
const wide = { threadsX: 16, threadsY: 16, rows: 8, columns: 4, depth: 16 };
const square = { threadsX: 16, threadsY: 16, rows: 4, columns: 4, depth: 16 };
const small = { threadsX: 8, threadsY: 8, rows: 4, columns: 4, depth: 16 };
// For results of few columns, as the images that G makes.
const narrow = { threadsX: 4, threadsY: 16, rows: 4, columns: 4, depth: 16 };
const thin = { threadsX: 1, threadsY: 64, rows: 4, columns: 4, depth: 8 };

/**
 * The tile for a product: the largest that is mostly filled and whose workgroups still keep a large
 * GPU busy, the sums cut into parts where that takes it.
 *
 * The numbers are designed, not yet measured on a GPU.
 *
 * @param shape the product's sides
 */
export function chooseTile(shape: ProductShape): Tile {
  const { m, n, k, groups } = shape;
  const mostSplits = Math.max(1, Math.min(Math.floor(k / SHORTEST_SPLIT), MOST_SPLITS));
  const threads = (tile: typeof square) =>
    Math.ceil(m / (tile.threadsY * tile.rows)) * Math.ceil(n / (tile.threadsX * tile.columns)) *
    groups * tile.threadsX * tile.threadsY;
  const fits = (tile: typeof square) =>
    2 * m > tile.threadsY * tile.rows && 2 * n > tile.threadsX * tile.columns &&
    threads(tile) * mostSplits >= BUSY;
  const tile = n <= 4 && m > 64 ? thin : n <= 16 ? narrow : [wide, square].find(fits) ?? small;
  return { ...tile, splits: Math.min(mostSplits, Math.ceil(BUSY / threads(tile))) };
}
