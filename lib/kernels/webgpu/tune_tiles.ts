/**
 * The tuner: measures candidate tiles on the device at hand and uses the fastest from then on.
 *
 * A candidate only counts if its result equals, bit for bit, that of the tile which an untuned
 * program takes. So a tuned training has the result of an untuned one, and a driver that miscompiles
 * a tile does no harm.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { candidateTiles, chooseTile, type Tile } from "./choose_tile.ts";
import type { Gemm } from "./described_product.ts";
import { writeProduct } from "./gemm.ts";
import type { GpuBackend } from "./gpu_backend.ts";
import { compileShader } from "./program.ts";
import { Slab } from "./slab.ts";
import {
  planOf,
  productName,
  tilesInUse,
  type TunedTile,
  untunedProducts,
  useTiles,
} from "./tile_book.ts";
import { deviceKey, readTileFile, writeTileFile } from "./tile_file.ts";
import { TileTrial } from "./tile_trial.ts";

/** Settings of {@linkcode tuneTiles}. */
export interface TuneOptions {
  /** What an earlier tuning returned; its tiles are used and not measured again. */
  readonly known?: string;
  /** Tiles to try beside the one that an untuned program takes; all that are known if left out. */
  readonly candidates?: readonly Tile[];
  /** Told of every product as soon as its tile is found. */
  readonly onProduct?: (product: string, found: TunedTile) => void;
}

/**
 * Finds the fastest tile for every product that tfjs' current webgpu backend has computed so far.
 * Run what is to be fast once, then this. Tiles that `known` holds for this device are used at once.
 *
 * @param options tiles from an earlier run, progress
 * @returns the text of a file to give as `known` the next time: this device's tiles and those of
 *   other devices in `known`, unless the generator of the shaders has changed since
 * @throws Error if the current backend is not webgpu, or its device lacks timestamp-query
 * @throws TypeError if `known` is no such text
 */
export async function tuneTiles(options: TuneOptions = {}): Promise<string> {
  if (tf.getBackend() !== "webgpu") {
    throw new Error(`Tiles are tuned on webgpu only, not on ${tf.getBackend()}`);
  }
  const backend = tf.backend() as unknown as GpuBackend;
  if (!backend.device.features.has("timestamp-query")) {
    throw new Error("This device has no timestamp-query: its tiles cannot be tuned");
  }
  const file = await readTileFile(options.known ?? ""), device = deviceKey(backend);
  useTiles(backend, file.devices[device] ?? {});
  for (const product of untunedProducts(backend)) {
    const found = await fastestTile(backend, product, options.candidates ?? candidateTiles);
    useTiles(backend, { [productName(product)]: found });
    options.onProduct?.(productName(product), found);
  }
  return writeTileFile({
    ...file,
    devices: { ...file.devices, [device]: tilesInUse(backend) },
  });
}

/** Measures all tiles that suit a product. */
async function fastestTile(
  backend: GpuBackend,
  product: Gemm,
  candidates: readonly Tile[],
): Promise<TunedTile> {
  const first = chooseTile(product), { split } = planOf(backend, product);
  const tiles = [first, ...candidates.filter((t) => t !== first && suits(backend, product, t))];
  const programs = tiles.map((tile) =>
    compileShader(backend.device, writeProduct(product, tile, split))
  );
  const trial = new TileTrial(backend, product, split.parts);
  try {
    const results = await trial.run(programs);
    const untunedMs = results[0].ms;
    let best: TunedTile = { tile: first, ms: untunedMs, untunedMs };
    results.forEach(({ ms, equal }, i) => {
      if (equal && ms < best.ms) best = { tile: tiles[i], ms, untunedMs };
    });
    return best;
  } finally {
    trial.dispose();
  }
}

/** Whether the device can run a tile, and whether most of it would not be idle. */
function suits(backend: GpuBackend, product: Gemm, tile: Tile): boolean {
  const { limits } = backend.device, threads = tile.threadsX * tile.threadsY;
  const rows = tile.threadsY * tile.rows, columns = tile.threadsX * tile.columns;
  const { a, b } = product.write();
  const bytes = new Slab("A", a, product.storage, rows, tile.depth, threads).bytes +
    new Slab("B", b, product.storage, columns, tile.depth, threads).bytes;
  return threads <= limits.maxComputeInvocationsPerWorkgroup &&
    threads <= limits.maxComputeWorkgroupSizeX &&
    bytes <= limits.maxComputeWorkgroupStorageSize &&
    Math.ceil(product.m / rows) <= limits.maxComputeWorkgroupsPerDimension &&
    rows < 4 * Math.max(product.m, 16) && columns < 4 * Math.max(product.n, 4);
}
