/**
 * Everything that a step asks of the device, in order.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type ChangingNumbers, watchNumbers } from "./changing_numbers.ts";
import type { GpuBackend } from "./gpu_backend.ts";

/** One dispatch. */
export interface Command {
  /** What runs. */
  readonly pipeline: GPUComputePipeline;
  /** On which buffers. */
  readonly bindGroup: GPUBindGroup;
  /** Workgroups along x, y and z. */
  readonly grid: readonly [number, number | undefined, number | undefined];
}

/** What a step asked for. */
export interface StepLog {
  /** Its dispatches. */
  readonly commands: readonly Command[];
  /** Bytes that it wrote into uniforms, but for changing numbers. */
  readonly uniforms: readonly Uint8Array[];
  /** Values that it uploaded. */
  readonly uploads: readonly ArrayLike<number>[];
  /** Its changing numbers. */
  readonly numbers: readonly ChangingNumbers[];
  /** The device's memory of tensors that the step met, by their identity. */
  readonly touched: ReadonlyMap<object, GPUBuffer>;
}

/** More than the dispatches of any step: nothing is submitted, and no uniform reused, before its end. */
const NO_SUBMIT = 1e9;

/**
 * Runs a synchronous step and logs it. The backend's queue is flushed before and after.
 *
 * @param drawn buffers of numbers that are new at each step: what is written into them is not logged
 * @throws Error if the step copies between buffers, as reading a tensor does
 */
export function logStep<T>(
  backend: GpuBackend,
  run: () => T,
  drawn: ReadonlySet<GPUBuffer> = new Set(),
): { result: T; log: StepLog } {
  const commands: Command[] = [], uploads: ArrayLike<number>[] = [];
  const writes: { buffer: GPUBuffer; bytes: Uint8Array }[] = [];
  const touched = new Map<object, GPUBuffer>();
  let uploading = false;
  let pipeline: GPUComputePipeline, bindGroup: GPUBindGroup;
  const encoder = GPUComputePassEncoder.prototype, queue = GPUQueue.prototype;
  const { setPipeline, setBindGroup, dispatchWorkgroups } = encoder, { writeBuffer } = queue;
  const { uploadToGPU, tensorMap } = backend, { get } = tensorMap;
  const submitBatch = tf.env().get("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE");
  flush(backend);
  try {
    tf.env().set("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE", NO_SUBMIT);
    encoder.setPipeline = function (p) {
      pipeline = p;
      setPipeline.call(this, p);
    };
    encoder.setBindGroup = function (
      this: GPUComputePassEncoder,
      index: number,
      group: GPUBindGroup,
    ) {
      bindGroup = group;
      (setBindGroup as (index: number, group: GPUBindGroup) => void).call(this, index, group);
    } as typeof setBindGroup;
    encoder.dispatchWorkgroups = function (...grid) {
      commands.push({ pipeline, bindGroup, grid: grid as unknown as Command["grid"] });
      dispatchWorkgroups.apply(this, grid);
    };
    queue.writeBuffer = function (buffer, offset, data, ...part) {
      const view = ArrayBuffer.isView(data) ? data.buffer : data as ArrayBuffer;
      if (!uploading) writes.push({ buffer, bytes: new Uint8Array(view.slice(0)) });
      writeBuffer.call(this, buffer, offset, data, ...part);
    };
    backend.uploadToGPU = function (id) {
      const { values, resource } = get.call(tensorMap, id);
      if (values && !resource) uploads.push([...values as ArrayLike<number> & Iterable<number>]);
      uploading = true;
      uploadToGPU.call(this, id);
      uploading = false;
    };
    tensorMap.get = function (id) {
      const data = get.call(this, id);
      if (data?.resource && !touched.has(id)) touched.set(id, data.resource);
      return data;
    };
    const { result, calls: numbers } = watchNumbers(backend, run);
    const changing = new Set(numbers.map(({ buffer }) => buffer));
    const uniforms = writes.filter(({ buffer }) => !changing.has(buffer) && !drawn.has(buffer));
    return {
      result,
      log: { commands, uniforms: uniforms.map((w) => w.bytes), uploads, numbers, touched },
    };
  } finally {
    Object.assign(encoder, { setPipeline, setBindGroup, dispatchWorkgroups });
    queue.writeBuffer = writeBuffer;
    Object.assign(backend, { uploadToGPU });
    Object.assign(tensorMap, { get });
    tf.env().set("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE", submitBatch);
    flush(backend);
  }
}

/** Submits what the backend has recorded. */
export function flush(backend: GpuBackend): void {
  backend.endComputePassEncoder();
  if (backend.commandEncoder) backend.submitQueue();
}

/** What differs between two logs of the same step, in words; undefined if a replay can do for it. */
export function logDifference(a: StepLog, b: StepLog): string | undefined {
  const same = a.commands.length === b.commands.length &&
    a.commands.every(({ pipeline, grid }, i) =>
      pipeline === b.commands[i].pipeline && grid.join() === b.commands[i].grid.join()
    );
  if (!same) return "its dispatches change";
  const equal = (x: readonly ArrayLike<number>[], y: readonly ArrayLike<number>[]) =>
    x.length === y.length &&
    x.every((values, i) =>
      values.length === y[i].length && Array.from(values).every((v, j) => Object.is(v, y[i][j]))
    );
  if (!equal(a.uniforms, b.uniforms)) return "a setting of one of its ops changes";
  if (!equal(a.uploads, b.uploads)) return "it makes tensors of values that change";
  if (a.numbers.map(({ key }) => key).join() !== b.numbers.map(({ key }) => key).join()) {
    return "its updates change";
  }
}
