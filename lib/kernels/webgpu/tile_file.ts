/**
 * Tuned tiles as a file: for each device, for each product. A file written by another version of the
 * shader generator is not used, since its times are of other shaders.
 *
 * @module
 */
import { candidateTiles, chooseSplit, type Tile } from "./choose_tile.ts";
import { convForwardProduct } from "./conv_forward.ts";
import { convGeometry } from "./conv_geometry.ts";
import { writeProduct } from "./gemm.ts";
import type { GpuBackend } from "./gpu_backend.ts";
import { wgslOf } from "./program.ts";
import type { DeviceTiles, TunedTile } from "./tile_book.ts";

/** Tiles of any number of devices, from one version of the generator. */
export interface TileFile {
  /** Which generator they were measured with. */
  readonly generator: string;
  /** Tiles by device. */
  readonly devices: Record<string, DeviceTiles>;
}

/** The device and its driver, as far as WebGPU tells, and the runtime that compiles for it. */
export function deviceKey({ device }: GpuBackend): string {
  const { vendor, architecture, device: model, description } = device.adapterInfo;
  return [vendor, architecture, model, description, navigator.userAgent].join(" | ");
}

/**
 * A hash of what the generator makes of a sample product with every candidate tile: it changes with
 * the candidates, with how sums are cut, and with the WGSL.
 */
export async function generatorVersion(): Promise<string> {
  const geometry = convGeometry([2, 9, 7, 4], [5, 5, 4, 8], { strides: 2, pad: "same" })!;
  const info = { dataId: {}, shape: [], dtype: "float32" as const };
  const text = (["f32", "f16"] as const).flatMap((storage) => {
    const product = { ...convForwardProduct(geometry, info, info), storage };
    return candidateTiles.map((tile) => wgslOf(writeProduct(product, tile, chooseSplit(product))));
  });
  const bytes = new TextEncoder().encode(text.join("\n"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return hash.slice(0, 8).toHex();
}

/**
 * Reads a file's text.
 *
 * @param text what {@linkcode writeTileFile} made, or an empty string
 * @returns its tiles; an empty file if it is of another version of the generator
 * @throws TypeError if it is no such file at all
 */
export async function readTileFile(text: string): Promise<TileFile> {
  const generator = await generatorVersion(), empty: TileFile = { generator, devices: {} };
  if (text === "") return empty;
  let value: Partial<TileFile>;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TypeError("The tile file is not JSON: delete it, and it will be made again");
  }
  if (typeof value?.generator !== "string" || typeof value.devices !== "object") {
    throw new TypeError("The tile file holds no tiles: delete it, and it will be made again");
  }
  if (value.generator !== generator) return empty;
  if (!Object.values(value.devices).every((tiles) => Object.values(tiles).every(isTuned))) {
    throw new TypeError(
      "The tile file names an unknown tile: delete it, and it will be made again",
    );
  }
  return value as TileFile;
}

/** A file's text, a product a line, so that two can be compared. */
export function writeTileFile(file: TileFile): string {
  return JSON.stringify(file, null, 1).replace(/\n {4,}|\n {3}(?=})/g, " ") + "\n";
}

function isTuned({ tile }: TunedTile): boolean {
  const sides = (t: Tile) => [t.threadsX, t.threadsY, t.rows, t.columns, t.depth].join();
  return candidateTiles.some((known) => sides(known) === sides(tile));
}
