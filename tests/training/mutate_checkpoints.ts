/**
 * A program of its own, so that its memory is its own: loads checkpoints that were damaged in seeded ways,
 * and prints what came of it. `mutate_checkpoints.ts COUNT SEED`.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../../lib/config.ts";
import { createConfig } from "../../lib/presets.ts";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { Random } from "../../lib/random.ts";
import {
  CheckpointError,
  loadModel,
  loadTraining,
  saveTraining,
} from "../../lib/training/checkpoint.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";

/** What came of the damaged files. */
export interface MutationReport {
  /** Loads that were refused by the file's name, by their reason's first words. */
  readonly refused: Record<string, number>;
  /** Loads that went well: the damage was in a number that may be anything. */
  readonly loaded: number;
  /** Errors of any other kind, one line each. */
  readonly failures: string[];
  /** The most memory that the process held, MiB. */
  readonly peakMiB: number;
}

type Mutation = (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>;

const headerLength = (bytes: Uint8Array) =>
  Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));

/** Changes some bytes from one place up to another. */
function scatter(bytes: Uint8Array<ArrayBuffer>, random: Random, from: number, to: number) {
  for (let i = 0; i < 1 + random.integer(4); i++) {
    bytes[from + random.integer(to - from)] = random.integer(256);
  }
  return bytes;
}

/** Puts values that somebody might write, or a hostile hand, in one place of the header. */
const VALUES: readonly unknown[] = [
  ...[0, -1, 0.5, 1, 2, 3, 512, 1024, 1e9, 2 ** 53, 1e308, null, "", "x", true, [], {}],
  [1e9, 1e9],
  Array.from({ length: 1e4 }, (_, i) => `domain ${i}`),
];

function changeLeaf(value: unknown, random: Random): unknown {
  if (typeof value !== "object" || value === null || random.next() < 0.1) {
    return VALUES[random.integer(VALUES.length)];
  }
  const keys = Object.keys(value), key = keys[random.integer(keys.length)];
  if (key === undefined) return VALUES[random.integer(VALUES.length)];
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...value };
  const held = copy as Record<string, unknown>;
  if (random.next() < 0.1) delete held[key];
  else held[key] = changeLeaf(held[key], random);
  return copy;
}

function withHeader(bytes: Uint8Array<ArrayBuffer>, header: unknown): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const data = bytes.subarray(8 + headerLength(bytes));
  const result = new Uint8Array(8 + text.length + data.length);
  new DataView(result.buffer).setBigUint64(0, BigInt(text.length), true);
  result.set(text, 8);
  result.set(data, 8 + text.length);
  return result;
}

const headerOf = (bytes: Uint8Array) =>
  JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength(bytes))));

const mutations: readonly Mutation[] = [
  (bytes, random) => scatter(bytes, random, 0, 8),
  (bytes, random) => scatter(bytes, random, 8, 8 + headerLength(bytes)),
  (bytes, random) => scatter(bytes, random, 8 + headerLength(bytes), bytes.length),
  (bytes, random) => bytes.slice(0, random.integer(bytes.length)),
  (bytes, random) => {
    const longer = new Uint8Array(bytes.length + 1 + random.integer(100));
    longer.set(bytes);
    return longer;
  },
  // A number of the header becomes another, and nothing else moves.
  (bytes, random) => {
    const digits = Array.from({ length: headerLength(bytes) }, (_, i) => 8 + i)
      .filter((at) => bytes[at] >= 48 && bytes[at] < 58);
    bytes[digits[random.integer(digits.length)]] = 48 + random.integer(10);
    return bytes;
  },
  (bytes, random) => withHeader(bytes, changeLeaf(headerOf(bytes), random)),
  // The config, or whatever else the checkpoint says of itself.
  (bytes, random) => {
    const header = headerOf(bytes), im2im = JSON.parse(header.__metadata__.im2im);
    const part = random.next() < 0.5
      ? changeLeaf(im2im, random)
      : { ...im2im, config: changeLeaf(im2im.config, random) };
    return withHeader(bytes, { ...header, __metadata__: { im2im: JSON.stringify(part) } });
  },
  // NaN, infinity, or a number below 0.
  (bytes, random) => {
    const data = 8 + headerLength(bytes), count = Math.floor((bytes.length - data) / 4);
    const value = [NaN, Infinity, -Infinity, -1, 3e38][random.integer(5)];
    new DataView(bytes.buffer).setFloat32(data + 4 * random.integer(count), value, true);
    return bytes;
  },
];

async function main(count: number, seed: number): Promise<MutationReport> {
  tf.enableProdMode();
  await install("cpu");
  const folder = await Deno.makeTempDir(), path = `${folder}/run.safetensors`;
  const small: Partial<Config> = { gf: 2, df: 2, ef: 2, z: 4, batch: 8 };
  const training = createTraining(createConfig("tiny", small), ["a", "b"]);
  await saveTraining(path, training);
  disposeTraining(training);
  const good = await Deno.readFile(path), random = new Random(seed);
  const refused: Record<string, number> = {}, failures: string[] = [];
  let loaded = 0, peakMiB = 0;
  for (let i = 0; i < count; i++) {
    await Deno.writeFile(path, mutations[i % mutations.length](good.slice(), random));
    const loads = [
      async () => disposeTraining(await loadTraining(path)),
      async () => disposeModel(await loadModel(path)),
    ];
    for (const load of loads) {
      const tensors = tf.memory().numTensors;
      try {
        await load();
        loaded++;
      } catch (error) {
        if (error instanceof CheckpointError && error.message.startsWith(`${path}: `)) {
          const reason = error.message.slice(path.length + 2).split(/[ :]/).slice(0, 3).join(" ");
          refused[reason] = (refused[reason] ?? 0) + 1;
        } else {
          failures.push(`mutation ${i}: ${error}`);
        }
      }
      if (tf.memory().numTensors !== tensors) failures.push(`mutation ${i}: leaves tensors behind`);
    }
    peakMiB = Math.max(peakMiB, Deno.memoryUsage().rss / 2 ** 20);
  }
  await Deno.remove(folder, { recursive: true });
  // Linux keeps the highest mark, also of what was held for a moment only.
  const status = await Deno.readTextFile("/proc/self/status").catch(() => "");
  const mark = /VmHWM:\s+(\d+) kB/.exec(status)?.[1];
  return { refused, loaded, failures, peakMiB: mark ? Number(mark) / 1024 : peakMiB };
}

if (import.meta.main) {
  const [count, seed] = Deno.args.map(Number);
  console.log(JSON.stringify(await main(count, seed)));
}
