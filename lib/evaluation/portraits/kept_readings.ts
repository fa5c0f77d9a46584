/**
 * Readings of real pictures, kept in files: they are the same for every model.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../../checkpoint/atomic_write.ts";
import { decodeSafetensors, encodeSafetensors } from "../../checkpoint/safetensors.ts";
import { sha256 } from "../../data/digest.ts";
import type { FaceReading } from "../../faces/face_reader.ts";
import { bytesOfUnits } from "../../images/unit_range.ts";
import type { Portraits } from "./read_portraits.ts";

/** What decides how pictures are read. */
export interface ReadingsKey {
  /** N * size * size * 3 numbers in [-1, 1]. */
  readonly images: Float32Array;
  /** Name of the reader, and whatever else decides. */
  readonly reader: string;
}

const COLUMNS = { landmarks: 136, descriptor: 128, happy: 1, sight: 1, male: 1 } as const;
type Column = keyof typeof COLUMNS;
const columns = Object.keys(COLUMNS) as Column[];

/**
 * Readings from an earlier time, or new ones, which are then kept. The file is named after the pixels,
 * the reader and the backend, so that it cannot be taken for that of other pictures. A file that cannot be
 * read is made again.
 *
 * @param folder where the files lie; undefined to keep none
 * @param key the pictures and their reader
 * @param read reads them anew
 * @throws the system's error if the folder cannot be written
 */
export async function keptReadings(
  folder: string | undefined,
  { images, reader }: ReadingsKey,
  read: () => Promise<Portraits>,
): Promise<Portraits> {
  // Always as the file holds them, so that scores do not depend on whether there was one.
  const make = async () => encodePortraits(await read());
  if (folder === undefined) return decodePortraits(await make());
  const pixels = await sha256(bytesOfUnits(images));
  const hash = await sha256(JSON.stringify([pixels, reader, tf.getBackend()]));
  const path = `${folder}/readings-${hash.slice(0, 16)}.safetensors`;
  const before = await readFile(path);
  if (before) return before;
  const bytes = await make();
  await Deno.mkdir(folder, { recursive: true });
  await atomicWrite(path, bytes);
  return decodePortraits(bytes);
}

/** Readings as a safetensors file; `found` and `read` are 0 or 1 for each image. */
export function encodePortraits({ readings, found }: Portraits): Uint8Array<ArrayBuffer> {
  const count = readings.length;
  const flags = (values: readonly boolean[]) => ({
    shape: [count],
    values: Float32Array.from(values, Number),
  });
  const arrays = Object.fromEntries(columns.map((name) => {
    const width = COLUMNS[name], values = new Float32Array(count * width);
    readings.forEach((reading, i) => {
      if (reading) values.set(numbersOf(reading, name), i * width);
    });
    return [name, { shape: [count, width], values }];
  }));
  return encodeSafetensors({
    arrays: {
      ...arrays,
      found: flags(found),
      read: flags(readings.map((reading) => reading !== undefined)),
    },
    metadata: { format: "im2im readings" },
  });
}

function numbersOf(reading: FaceReading, name: Column): ArrayLike<number> {
  const value = reading[name] ?? NaN;
  return typeof value === "number" ? [value] : value;
}

/**
 * The reverse of {@linkcode encodePortraits}.
 *
 * @throws TypeError if it is no such file
 */
export function decodePortraits(bytes: Uint8Array): Portraits {
  const { arrays } = decodeSafetensors(bytes);
  const missing = [...columns, "found", "read"].find((name) => !(name in arrays));
  if (missing) throw new TypeError(`The readings have no array ${missing}`);
  const [found, read] = [arrays.found, arrays.read].map(({ values }) =>
    Array.from(values, Boolean)
  );
  const row = (name: Column, i: number) =>
    arrays[name].values.subarray(i * COLUMNS[name], (i + 1) * COLUMNS[name]);
  const readings = read.map((known, i): FaceReading | undefined => {
    if (!known) return undefined;
    const [[happy], [sight], [male]] = [row("happy", i), row("sight", i), row("male", i)];
    return {
      landmarks: row("landmarks", i),
      descriptor: row("descriptor", i),
      ...{ happy, sight },
      ...!Number.isNaN(male) && { male },
    };
  });
  return { readings, found };
}

async function readFile(path: string): Promise<Portraits | undefined> {
  try {
    return decodePortraits(await Deno.readFile(path));
  } catch {
    return undefined;
  }
}
