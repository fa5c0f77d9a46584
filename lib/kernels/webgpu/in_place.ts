/**
 * Updating many tensors in place with few dispatches: each slot, a handful of tensors of one size,
 * takes as many workgroups as it needs, and as many slots share a dispatch as the device can bind.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { announceNumbers } from "./changing_numbers.ts";
import { dispatch } from "./dispatch.ts";
import {
  bufferOf,
  forgetHostCopy,
  type GpuBackend,
  releaseUniform,
  uniformBuffer,
} from "./gpu_backend.ts";
import { type Binding, flatGrid, programFor, type Shader } from "./program.ts";

const THREADS = 128;

/** More slots than this make a shader that compiles slowly and saves little. */
const MOST_SLOTS = 16;

/** An in-place update. */
export interface InPlace {
  /** Names the kernel. */
  readonly key: string;
  /** Names of a slot's tensors in `body`, and whether it overwrites them. */
  readonly tensors: Readonly<Record<string, "read" | "read_write">>;
  /** The slots: a tensor for each of those names, in their order. */
  readonly slots: readonly (readonly tf.TensorInfo[])[];
  /** Up to four numbers that change from call to call: `numbers.x` and on in `body`. */
  readonly numbers: readonly number[];
  /** The numbers of the same call so many calls later, where they change by a rule. */
  readonly later?: (calls: number) => readonly number[];
  /** WGSL for one element i of each tensor; names stand for the elements, not the tensors. */
  readonly body: string;
}

/** Runs an update. Tensors that share memory with an overwritten one change too. */
export function updateInPlace(backend: GpuBackend, update: InPlace): void {
  const accesses = Object.values(update.tensors);
  const perSlot = accesses.length;
  const bindable = backend.device.limits.maxStorageBuffersPerShaderStage;
  const together = Math.max(1, Math.min(MOST_SLOTS, Math.floor(bindable / perSlot)));
  const numbers = new Float32Array(4);
  numbers.set(update.numbers);
  const uniform = uniformBuffer(backend, numbers);
  announceNumbers(backend, {
    key: update.key,
    target: update.slots[0][0].dataId,
    buffer: uniform,
    numbers: update.numbers,
    later: update.later,
  });
  for (let start = 0; start < update.slots.length; start += together) {
    const slots = update.slots.slice(start, start + together);
    const sizes = slots.map(([first]) => first.shape.reduce((a, b) => a * b, 1));
    const program = programFor(backend, `${update.key} ${sizes}`, () => writeUpdate(update, sizes));
    for (const slot of slots) {
      slot.forEach((t, i) => accesses[i] === "read_write" && forgetHostCopy(backend, t));
    }
    dispatch(backend, program, [...slots.flat().map((t) => bufferOf(backend, t)), uniform]);
  }
  releaseUniform(backend, uniform);
}

function writeUpdate(update: InPlace, sizes: readonly number[]): Shader {
  const names = Object.entries(update.tensors);
  const bindings: Binding[] = [];
  const branches: string[] = [];
  let workgroups = 0;
  sizes.forEach((size, slot) => {
    const type = size % 4 ? "f32" : "vec4f", count = size % 4 ? size : size / 4;
    const own = Math.ceil(count / THREADS);
    const body = names.reduce(
      (text, [name]) => text.replace(new RegExp(`\\b${name}\\b`, "g"), `${name}${slot}[i]`),
      update.body,
    );
    for (const [name, access] of names) {
      bindings.push({ name: `${name}${slot}`, access, type: `array<${type}>` });
    }
    branches.push(`  if (block < ${workgroups + own}u) {
    let i = flat - ${workgroups * THREADS}u;
    if (i < ${count}u) {
${body}
    }
    return;
  }`);
    workgroups += own;
  });
  const grid = flatGrid(workgroups);
  return {
    label: update.key,
    threads: THREADS,
    grid,
    bindings: [...bindings, { name: "numbers", access: "uniform", type: "vec4f" }],
    body: `  let block = wid.x + ${grid[0]}u * wid.y;\n${branches.join("\n")}`,
  };
}
