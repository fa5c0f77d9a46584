/**
 * A checkpoint whose header was read and believed, and nothing more: its arrays are read once they
 * are known to be what the config promises.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import {
  openSafetensors,
  readerOfBytes,
  type SafeReader,
} from "../checkpoint/safetensors_reader.ts";
import type { ModelPlan } from "../networks/model.ts";
import type { Variables } from "../networks/network.ts";
import {
  type CheckpointDescription,
  CheckpointError,
  describeCheckpoint,
} from "./checkpoint_description.ts";

/** An open file of arrays; dispose of it, which closes it. */
export interface ArrayFile extends SafeReader {
  /** Its name, for errors. */
  readonly name: string;
}

/** An open checkpoint of the two-step method; dispose of it, which closes its file. */
export interface Checkpoint extends ArrayFile {
  /** What it says about itself. */
  readonly description: CheckpointDescription;
}

/**
 * Opens a checkpoint's file and reads its header alone, whatever its size.
 *
 * @param path the file
 * @throws CheckpointError if the header is damaged or not a checkpoint's; the system's error if the
 *   file cannot be read
 */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  return described(await openArrays(path));
}

/**
 * Opens a file of arrays, of whatever method, and reads its header alone.
 *
 * @param path the file
 * @throws CheckpointError if the header is damaged; the system's error if the file cannot be read
 */
export async function openArrays(path: string): Promise<ArrayFile> {
  try {
    return { ...await openSafetensors(path), name: path };
  } catch (error) {
    throw named(path, error);
  }
}

/**
 * The same from memory.
 *
 * @param name of the file, for errors
 * @param bytes the whole file
 * @throws CheckpointError if the header is damaged or not a checkpoint's
 */
export function checkpointOfBytes(name: string, bytes: Uint8Array): Checkpoint {
  return described(arraysOfBytes(name, bytes));
}

/** {@linkcode openArrays} from memory. */
export function arraysOfBytes(name: string, bytes: Uint8Array): ArrayFile {
  try {
    return { ...readerOfBytes(bytes), name };
  } catch (error) {
    throw named(name, error);
  }
}

function described(file: ArrayFile): Checkpoint {
  try {
    return { ...file, description: describeCheckpoint(file.name, file.header.metadata) };
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}

const named = (name: string, error: unknown) =>
  error instanceof TypeError ? new CheckpointError(`${name}: ${error.message}`) : error;

/** Shapes of arrays by name. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** What a checkpoint holds beside the networks that it is used by. */
export interface Held {
  /** G itself, where it has a moving average. */
  readonly generator: boolean;
  /** Adam's moments. */
  readonly moments: boolean;
}

/** The arrays that a checkpoint of a model must have. */
export function plannedShapes(plan: ModelPlan, held: Held): Shapes {
  const shapes: Record<string, readonly number[]> = {};
  for (const [network, variables] of Object.entries(plan)) {
    for (const [name, { shape, trained }] of Object.entries(variables)) {
      if (network !== "generator" || held.generator || !plan.average) {
        shapes[`${network}/${name}`] = shape;
      }
      if (!held.moments || !trained || network === "average") continue;
      for (const moment of ["m", "v"]) shapes[`adam/${network}/${moment}/${name}`] = shape;
    }
  }
  return shapes;
}

/**
 * Holds a header against what the config promises; takes no memory for any array.
 *
 * @throws CheckpointError that names what is missing, unexpected or of another shape
 */
export function checkShapes({ name: file, header: { entries } }: ArrayFile, wanted: Shapes): void {
  const missing = Object.keys(wanted).filter((name) => !(name in entries));
  const extra = Object.keys(entries).filter((name) => !Object.hasOwn(wanted, name));
  if (missing.length || extra.length) {
    throw new CheckpointError(
      `${file}: arrays do not fit the config (missing: ${missing.join(", ") || "none"}; ` +
        `unexpected: ${extra.join(", ") || "none"})`,
    );
  }
  for (const [name, shape] of Object.entries(wanted)) {
    if (`${entries[name].shape}` !== `${shape}`) {
      throw new CheckpointError(
        `${file}: ${name} has shape [${entries[name].shape}], the config asks for [${shape}]`,
      );
    }
  }
}

/**
 * Reads arrays that {@linkcode checkShapes} has passed.
 *
 * @param names which
 * @throws CheckpointError that names the first with a number that cannot be right
 */
export function readArrays(
  { name: file, header, read }: ArrayFile,
  names: readonly string[] = Object.keys(header.entries),
): Readonly<Record<string, Float32Array>> {
  return Object.fromEntries(names.map((name) => {
    const values = read(name), least = isSquare(name) ? 0 : -Infinity;
    if (!values.every((v) => Number.isFinite(v) && v >= least)) {
      const found = least === 0 ? "NaN, infinity or a number below 0" : "NaN or infinity";
      throw new CheckpointError(
        `${file}: ${name} holds ${found}: the file is damaged, use another checkpoint`,
      );
    }
    return [name, values];
  }));
}

/** Gives variables the values of a file's arrays, by their names in it. */
export function assignArrays(
  variables: Variables,
  arrays: Readonly<Record<string, Float32Array>>,
): void {
  for (const [name, variable] of Object.entries(variables)) {
    tf.tidy(() => variable.assign(tf.tensor(arrays[name], variable.shape)));
  }
}

/** Means of squares: Adam's second moments, and batch norm's variances. */
const isSquare = (name: string) => /^adam\/[^/]+\/v\/|\/variance$/.test(name);
