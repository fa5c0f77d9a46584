/**
 * The probe of a data set's attributes, kept in a file: it is the same for every model.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../../checkpoint/atomic_write.ts";
import { decodeSafetensors, encodeSafetensors } from "../../checkpoint/safetensors.ts";
import type { DataSet } from "../../data/image_set.ts";
import { sha256 } from "../../data/digest.ts";
import type { Network } from "../../networks/network.ts";
import { Random } from "../../random.ts";
import {
  createProbeNetwork,
  probeOf,
  type ProbeShape,
  type TableProbe,
  type TableProbeOptions,
  trainTableProbe,
} from "./table_probe.ts";

/** Raised whenever the same images would train another probe. */
const VERSION = 1;

/**
 * The probe of an earlier time, or one that is trained now and then kept. Data without a fingerprint
 * have it trained each time.
 *
 * @param folder where the file lies; undefined to keep none
 * @param data its training split, and its tables, are read
 * @param names attributes that are read
 * @param options seed and steps
 * @returns the probe; dispose of it by `using`
 * @throws the system's error if the folder cannot be written
 */
export async function keptProbe(
  folder: string | undefined,
  { train, pictures, fingerprint }: DataSet,
  names: readonly string[],
  options: TableProbeOptions,
): Promise<TableProbe> {
  const make = () => trainTableProbe(train, pictures!().train, names, options);
  if (folder === undefined || fingerprint === undefined) return await make();
  const { seed, steps } = options;
  const key = [VERSION, fingerprint, names, seed, steps, tf.getBackend()];
  const path = `${folder}/probe-${(await sha256(JSON.stringify(key))).slice(0, 16)}.safetensors`;
  const before = await readProbe(path);
  if (before) {
    for (let step = 0; step < steps; step++) await options.onStep?.(step + 1, steps);
    return before;
  }
  const probe = await make();
  await Deno.mkdir(folder, { recursive: true });
  await atomicWrite(path, await encodeProbe(probe));
  return probe;
}

async function encodeProbe({ shape, network }: TableProbe): Promise<Uint8Array<ArrayBuffer>> {
  const arrays = await Promise.all(
    Object.entries(network.weights).map(async ([name, variable]) =>
      [name, { shape: variable.shape, values: await variable.data<"float32">() }] as const
    ),
  );
  const metadata = { shape: JSON.stringify(shape) };
  return encodeSafetensors({ arrays: Object.fromEntries(arrays), metadata });
}

/** Undefined where there is none, or one that is damaged. */
async function readProbe(path: string): Promise<TableProbe | undefined> {
  let network: Network | undefined;
  try {
    const { arrays, metadata } = decodeSafetensors(await Deno.readFile(path));
    const shape: ProbeShape = JSON.parse(metadata.shape);
    network = createProbeNetwork(shape.size, shape.names, new Random(1));
    tf.tidy(() => {
      for (const [name, variable] of Object.entries(network!.weights)) {
        variable.assign(tf.tensor(arrays[name].values, [...arrays[name].shape]));
      }
    });
    return probeOf(shape, network);
  } catch {
    network?.[Symbol.dispose]();
    return undefined;
  }
}
