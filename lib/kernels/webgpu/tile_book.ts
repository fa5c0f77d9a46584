/**
 * The tiles that were measured to be the fastest, per device and product, in memory and as JSON.
 *
 * @module
 */
import { chooseSplit, chooseTile, type Split, type Tile, tileName } from "./choose_tile.ts";
import type { Gemm } from "./described_product.ts";
import type { GpuBackend } from "./gpu_backend.ts";

/** How one product is computed. */
export interface ProductPlan {
  /** How its result is divided. */
  readonly tile: Tile;
  /** How its sums are cut. */
  readonly split: Split;
  /** Names its program. */
  readonly programKey: string;
}

/** A tile and how it did. */
export interface TunedTile {
  /** The fastest of those tried. */
  readonly tile: Tile;
  /** Milliseconds of one product with it. */
  readonly ms: number;
  /** Milliseconds with the tile that an untuned program takes. */
  readonly untunedMs: number;
}

/** Tuned tiles by product. */
export type DeviceTiles = Record<string, TunedTile>;

interface Book {
  readonly tuned: Map<string, TunedTile>;
  readonly plans: Map<string, ProductPlan>;
  readonly products: Map<string, Gemm>;
}

const books = new WeakMap<GpuBackend, Book>();

/** What a tile depends on besides the device. */
export function productName({ key, storage }: Gemm): string {
  return `${key} ${storage}`;
}

/** Tile and split of a product: the tile that was measured, or else the one that is thought best. */
export function planOf(backend: GpuBackend, product: Gemm): ProductPlan {
  const book = bookOf(backend), name = productName(product);
  let plan = book.plans.get(name);
  if (!plan) {
    const tile = book.tuned.get(name)?.tile ?? chooseTile(product);
    plan = { tile, split: chooseSplit(product), programKey: `${name} ${tileName(tile)}` };
    book.plans.set(name, plan);
    book.products.set(name, product);
  }
  return plan;
}

/** The products computed so far for which no tile was measured. */
export function untunedProducts(backend: GpuBackend): Gemm[] {
  const { products, tuned } = bookOf(backend);
  return [...products].filter(([name]) => !tuned.has(name)).map(([, product]) => product);
}

/** Uses tiles from now on. */
export function useTiles(backend: GpuBackend, tiles: DeviceTiles): void {
  const { tuned, plans } = bookOf(backend);
  for (const [name, tile] of Object.entries(tiles)) {
    tuned.set(name, tile);
    plans.delete(name);
  }
}

/** Every tile in use that was measured. */
export function tilesInUse(backend: GpuBackend): DeviceTiles {
  return Object.fromEntries(bookOf(backend).tuned);
}

function bookOf(backend: GpuBackend): Book {
  let book = books.get(backend);
  if (!book) {
    books.set(backend, book = { tuned: new Map(), plans: new Map(), products: new Map() });
  }
  return book;
}
