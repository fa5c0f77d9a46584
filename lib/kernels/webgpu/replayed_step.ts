/**
 * A training step that is recorded once and then replayed: the same dispatches on the same buffers,
 * with new inputs and new numbers. It spares tfjs' cost of every op (about 100 us), its tape, and its
 * memory management; the results are the same to the bit.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Draw } from "../draw.ts";
import type { ChangingNumbers } from "./changing_numbers.ts";
import { bufferOf, type GpuBackend } from "./gpu_backend.ts";
import { PrivateBuffers } from "./private_buffers.ts";
import { flush, logDifference, logStep, type StepLog } from "./step_log.ts";

/** A step that can be replayed. */
export interface ReplayableStep<Outputs extends Record<string, tf.Tensor>> {
  /**
   * The step in tfjs' ops. It must be synchronous, take what changes from step to step from `draw`,
   * read nothing back, leave no tensor but its outputs, and overwrite state in place.
   */
  readonly run: (draw: Draw) => Outputs;
  /** Every tensor that outlives a step: weights, statistics, moments, averages. */
  readonly state: readonly tf.Tensor[];
  /**
   * New numbers of one of its in-place updates (the i-th of its kind) so many steps after the recorded
   * one, where they change by another rule than Adam's own; undefined to leave them.
   */
  readonly numbers?: (key: string, i: number, later: number) => readonly number[] | undefined;
  /** Called for each replayed step, since what `run` counts on the host is not counted then. */
  readonly onReplay?: () => void;
}

/** Dispatches in a submission: the device starts while the host goes on. */
const SUBMIT_BATCH = 128;

interface Recording {
  readonly log: StepLog;
  readonly buffers: PrivateBuffers;
  readonly draws: readonly Drawn[];
  readonly state: readonly { tensor: tf.Tensor; id: tf.DataId; buffer: GPUBuffer }[];
  readonly outputs: readonly { name: string; shape: number[]; buffer: GPUBuffer }[];
  readonly updates: readonly Update[];
  later: number;
}

/** Numbers of the host, and the device's memory that they are written to. */
interface Drawn {
  readonly make: () => Float32Array;
  readonly buffer: GPUBuffer;
}

/** Changing numbers with what it takes to know them at a replay. */
interface Update extends ChangingNumbers {
  /** Its place among the updates of its kind. */
  readonly i: number;
  /** Calls on its target in each step. */
  readonly perStep: number;
}

/** Runs a step: the first time as it is, the second and third time logged, then by replay. */
export class ReplayedStep<Outputs extends Record<string, tf.Tensor>> {
  readonly #backend: GpuBackend;
  readonly #step: ReplayableStep<Outputs>;
  readonly #drawBuffers: GPUBuffer[] = [];
  #calls = 0;
  #before: StepLog | undefined;
  #recording: Recording | undefined;

  /**
   * Prepares a step on tfjs' current backend.
   *
   * @throws Error if that is not webgpu
   */
  constructor(step: ReplayableStep<Outputs>) {
    if (tf.getBackend() !== "webgpu") {
      throw new Error(`Steps are replayed on webgpu only, not on ${tf.getBackend()}`);
    }
    this.#backend = tf.backend() as unknown as GpuBackend;
    this.#step = step;
  }

  /**
   * One step. Tiles and operand storage are those of the recording: call {@linkcode forget} to change
   * them.
   *
   * @returns the step's outputs, valid until the next step; the caller disposes of them
   * @throws Error with the reason if the step cannot be replayed; that step, the third, is done
   * @throws Error if the backend that it was made on is gone or no longer tfjs' current one
   */
  run(): Outputs {
    if (tf.getBackend() !== "webgpu" || tf.backend() as unknown !== this.#backend) {
      throw new Error(
        "This step was made on a webgpu backend that is gone; make a new ReplayedStep",
      );
    }
    if (this.#recording && !this.#stateIsSame(this.#recording)) this.forget();
    if (this.#recording) return this.#replay(this.#recording);
    flush(this.#backend);
    if (++this.#calls === 3) return this.#record();
    const run = () => this.#step.run(this.#draws([]));
    if (this.#calls === 1) return run();
    const { result, log } = logStep(this.#backend, run, new Set(this.#drawBuffers));
    this.#before = log;
    return result;
  }

  /** Whether the next step will be a replay. */
  get recorded(): boolean {
    return this.#recording !== undefined;
  }

  /** Dispatches and bytes of the recording. */
  get size(): { dispatches: number; bytes: number } {
    const { log, buffers } = this.#recording ?? {};
    return { dispatches: log?.commands.length ?? 0, bytes: buffers?.numBytesAllocated ?? 0 };
  }

  /** Gives the recording's memory back; the next three steps make a new one. */
  forget(): void {
    flush(this.#backend);
    this.#recording?.buffers.dispose();
    this.#drawBuffers.splice(0).forEach((buffer) => buffer.destroy());
    this.#recording = this.#before = undefined;
    this.#calls = 0;
  }

  /** Draws of one run of the step; the i-th has the same memory in every run. */
  #draws(list: Drawn[]): Draw {
    return (shape, make) => {
      const values = make(), i = list.length;
      const buffer = this.#drawBuffers[i] ??= this.#backend.device.createBuffer({
        size: values.byteLength,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      });
      if (buffer.size !== values.byteLength) {
        throw new Error("This step cannot be replayed: what it draws changes in size");
      }
      list.push({ make, buffer });
      write(this.#backend, buffer, values);
      return tensorOf(this.#backend, shape, buffer);
    };
  }

  #record(): Outputs {
    const backend = this.#backend, { state } = this.#step;
    const buffers = new PrivateBuffers(backend.device), pool = backend.bufferManager;
    const stateBuffers = state.map((tensor) => bufferOf(backend, tensor));
    flush(backend);
    const owned = backend.commandQueueOwnedIds, draws: Drawn[] = [];
    let result: Outputs, log: StepLog;
    try {
      backend.bufferManager = buffers;
      // A tensor's memory is free as soon as it is disposed of: what comes later runs later.
      backend.commandQueueOwnedIds = { add: () => {}, has: () => false };
      const run = () => this.#step.run(this.#draws(draws));
      ({ result, log } = logStep(backend, run, new Set(this.#drawBuffers)));
    } finally {
      backend.bufferManager = pool;
      backend.commandQueueOwnedIds = owned;
    }
    const outputs = Object.entries(result).map(([name, tensor]) => {
      const data = backend.tensorMap.get(tensor.dataId);
      data.external = true; // so that tfjs does not put its buffer into the pool
      return { name, shape: tensor.shape, buffer: bufferOf(backend, tensor) };
    });
    const known = new Set([...stateBuffers, ...this.#drawBuffers]);
    const strange = [...log.touched.values()].some((b) => !known.has(b) && !buffers.has(b));
    const left = [...buffers.live].some((b) => !outputs.some(({ buffer }) => buffer === b));
    const updates = updatesOf(log);
    const reason = logDifference(this.#before!, log) ??
      (strange ? "it uses a tensor that is neither drawn nor state" : undefined) ??
      (left ? "it leaves tensors behind" : undefined) ??
      this.#unexplained(updates);
    if (reason) throw new Error(`This step cannot be replayed: ${reason}`);
    this.#recording = {
      log,
      buffers,
      draws,
      outputs,
      updates,
      state: state.map((tensor, i) => ({ tensor, id: tensor.dataId, buffer: stateBuffers[i] })),
      later: 0,
    };
    return result;
  }

  /** A changed number that neither its kernel nor the caller can foretell. */
  #unexplained(updates: readonly Update[]): string | undefined {
    const before = updatesOf(this.#before!);
    const odd = updates.find((update, i) => {
      // What was foretold from the step before must be what came.
      const foretold = this.#numbersOf(before[i], 1, 0);
      return foretold.some((number, j) => !Object.is(number, update.numbers[j]));
    });
    return odd && `the numbers of update ${odd.key} ${odd.i} change by no known rule`;
  }

  /** An update's numbers, `later` steps after it was logged, `sinceRecorded` after the recording. */
  #numbersOf(update: Update, later: number, sinceRecorded: number): readonly number[] {
    return this.#step.numbers?.(update.key, update.i, sinceRecorded) ??
      update.later?.(later * update.perStep) ?? update.numbers;
  }

  #stateIsSame({ state }: Recording): boolean {
    return state.every(({ tensor, id, buffer }) =>
      tensor.dataId === id && this.#backend.tensorMap.get(id)?.resource === buffer
    );
  }

  #replay(recording: Recording): Outputs {
    const backend = this.#backend, { device, queue } = backend, { commands } = recording.log;
    flush(backend);
    const later = ++recording.later;
    for (const { make, buffer } of recording.draws) write(backend, buffer, make());
    for (const update of recording.updates) {
      const numbers = new Float32Array(4);
      numbers.set(this.#numbersOf(update, later, later));
      queue.writeBuffer(update.buffer, 0, numbers);
    }
    for (let start = 0; start < commands.length; start += SUBMIT_BATCH) {
      const encoder = device.createCommandEncoder(), pass = encoder.beginComputePass();
      for (const { pipeline, bindGroup, grid } of commands.slice(start, start + SUBMIT_BATCH)) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(...grid);
      }
      pass.end();
      queue.submit([encoder.finish()]);
    }
    this.#step.onReplay?.();
    return Object.fromEntries(
      recording.outputs.map(({ name, shape, buffer }) => [name, tensorOf(backend, shape, buffer)]),
    ) as Outputs;
  }
}

function write({ queue }: GpuBackend, buffer: GPUBuffer, values: Float32Array): void {
  queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
}

/** A tensor over memory that is not the pool's. */
function tensorOf(backend: GpuBackend, shape: readonly number[], buffer: GPUBuffer): tf.Tensor {
  const info = backend.makeTensorInfo([...shape], "float32");
  Object.assign(backend.tensorMap.get(info.dataId), { resource: buffer, external: true });
  return tf.engine().makeTensorFromTensorInfo(info);
}

function updatesOf({ numbers }: StepLog): Update[] {
  return numbers.map((call, at) => ({
    ...call,
    i: numbers.slice(0, at).filter(({ key }) => key === call.key).length,
    perStep: numbers.filter(({ key, target }) => key === call.key && target === call.target).length,
  }));
}
