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

/** Workgroups that a large GPU wants in flight: a few for each of its hundred or so cores. */
const BUSY = 256;

/** The shortest sum worth a workgroup of its own. */
const SHORTEST_SPLIT = 128;

/** More splits than this cost more memory traffic than the parallelism returns. */
const MOST_SPLITS = 64;

// All fit in the 16 KiB of workgroup memory that every device has.
const wide = { threadsX: 16, threadsY: 16, rows: 8, columns: 4, depth: 16 };
const square = { threadsX: 16, threadsY: 16, rows: 4, columns: 4, depth: 16 };
const small = { threadsX: 8, threadsY: 8, rows: 4, columns: 4, depth: 16 };
const narrow = { threadsX: 4, threadsY: 16, rows: 4, columns: 4, depth: 16 };

/**
 * The tile for a product: the largest whose workgroups still keep a GPU busy, and, where even the
 * smallest are too few, sums cut into parts.
 *
 * @param shape the product's sides
 */
export function chooseTile(shape: ProductShape): Tile {
  const workgroups = (tile: typeof square) =>
    Math.ceil(shape.m / (tile.threadsY * tile.rows)) *
    Math.ceil(shape.n / (tile.threadsX * tile.columns)) * shape.groups;
  const tile = shape.n <= 16
    ? narrow
    : shape.n > 32 && workgroups(wide) >= 2 * BUSY
    ? wide
    : shape.n > 32 && shape.m > 32 && workgroups(square) >= BUSY / 2
    ? square
    : small;
  const wanted = Math.ceil(BUSY / workgroups(tile));
  const possible = Math.floor(shape.k / SHORTEST_SPLIT);
  return { ...tile, splits: Math.max(1, Math.min(wanted, possible, MOST_SPLITS)) };
}
