/**
 * Where the device spends a step: the time of every dispatch, by kernel.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { GpuBackend } from "../../lib/kernels/webgpu/gpu_backend.ts";
import { type Command, logStep } from "../../lib/kernels/webgpu/step_log.ts";

/** All dispatches of one program in a step. */
export interface ProfileLine {
  /** The program's name. */
  readonly label: string;
  /** Dispatches of it. */
  readonly calls: number;
  /** Milliseconds of all of them on the device. */
  readonly ms: number;
}

/** Turns, of which each dispatch's fastest counts; the first warms up. */
const ROUNDS = 4;

/** The most timestamps that a query set may hold. */
const MOST_STAMPS = 4096;

/**
 * Times each dispatch of a step in a pass of its own, between two timestamps, one after another: what
 * the device would save by running them side by side is in no line.
 *
 * @param run the step; run twice, what it returns is disposed of
 * @returns the programs, slowest first
 * @throws Error if the current backend is not webgpu, or its device lacks timestamp-query
 */
export async function profileStep(run: () => tf.TensorContainer): Promise<ProfileLine[]> {
  if (tf.getBackend() !== "webgpu") {
    throw new Error(`Steps are profiled on webgpu only, not on ${tf.getBackend()}`);
  }
  const backend = tf.backend() as unknown as GpuBackend;
  if (!backend.device.features.has("timestamp-query")) {
    throw new Error("This device has no timestamp-query: its steps cannot be profiled");
  }
  tf.dispose(run()); // compiles
  const { result, log: { commands } } = logStep(backend, run);
  tf.dispose(result);
  const best: number[] = Array(commands.length).fill(Infinity);
  for (let round = 0; round < ROUNDS; round++) {
    for (let start = 0; start < commands.length; start += MOST_STAMPS / 2) {
      const part = commands.slice(start, start + MOST_STAMPS / 2);
      (await timeCommands(backend.device, part)).forEach((ms, i) => {
        if (round > 0) best[start + i] = Math.min(best[start + i], ms);
      });
    }
  }
  const byLabel = Map.groupBy(commands.keys(), (i) => commands[i].pipeline.label);
  return [...byLabel].map(([label, of]) => ({
    label,
    calls: of.length,
    ms: of.reduce((sum, i) => sum + best[i], 0),
  })).toSorted((a, b) => b.ms - a.ms);
}

/**
 * Milliseconds of each command by the device's clock, one after another.
 *
 * @param device one with timestamp-query
 * @param commands half as many as a query set holds timestamps, at most
 */
export async function timeCommands(
  device: GPUDevice,
  commands: readonly Command[],
): Promise<number[]> {
  const count = 2 * commands.length, size = 8 * count;
  const querySet = device.createQuerySet({ type: "timestamp", count });
  const resolved = device.createBuffer({
    size,
    usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
  });
  const read = device.createBuffer({
    size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const encoder = device.createCommandEncoder();
  commands.forEach(({ pipeline, bindGroup, grid }, i) => {
    const pass = encoder.beginComputePass({
      timestampWrites: {
        querySet,
        beginningOfPassWriteIndex: 2 * i,
        endOfPassWriteIndex: 2 * i + 1,
      },
    });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(...grid);
    pass.end();
  });
  encoder.resolveQuerySet(querySet, 0, count, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, read, 0, size);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ);
  const stamps = new BigInt64Array(read.getMappedRange().slice(0));
  querySet.destroy();
  resolved.destroy();
  read.destroy();
  return commands.map((_, i) => Number(stamps[2 * i + 1] - stamps[2 * i]) / 1e6);
}
