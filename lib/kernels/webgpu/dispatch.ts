/**
 * Recording a program in the backend's current compute pass, past tfjs' own dispatch, whose uniforms
 * and string keys cost about 100 us each.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { bufferOf, type GpuBackend } from "./gpu_backend.ts";
import type { Program } from "./program.ts";

/** Bind groups kept for a program; the pool hands out the same few buffers at every step. */
const KEPT_BIND_GROUPS = 128;

/**
 * Records one dispatch. Programs run in the order in which they are recorded, and each sees what
 * those before it wrote; so a tensor may be disposed of, and its memory reused, at once.
 *
 * @param program what runs
 * @param buffers one for each of its bindings, in order; none may be bound twice if it is written
 */
export function dispatch(
  backend: GpuBackend,
  program: Program,
  buffers: readonly (tf.TensorInfo | GPUBuffer)[],
): void {
  const bindGroup = bindGroupFor(
    backend,
    program,
    buffers.map((b) => "dataId" in b ? bufferOf(backend, b) : b),
  );
  backend.ensureCommandEncoderReady();
  const timed = backend.activeTimers !== undefined && backend.activeTimers !== null;
  const pass = timed ? beginTimedPass(backend) : currentPass(backend);
  pass.setPipeline(program.pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(...program.shader.grid);
  backend.dispatchCountInPass++;
  if (timed) {
    backend.endComputePassEncoder();
    backend.activeTimers!.push({ name: program.shader.label, query: backend.getQueryTime() });
  } else if (backend.dispatchCountInPass >= submitBatchSize()) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}

const submitBatchSize = () => tf.env().get("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE") as number;

function currentPass(backend: GpuBackend): GPUComputePassEncoder {
  return backend.computePassEncoder ??= backend.commandEncoder!.beginComputePass();
}

/** Under tf.time every dispatch has a pass of its own, between two timestamps. */
function beginTimedPass(backend: GpuBackend): GPUComputePassEncoder {
  backend.endComputePassEncoder();
  if (!backend.supportTimestampQuery) return currentPass(backend);
  const count = backend.querySetCount;
  const querySet = backend.querySet ??= backend.device.createQuerySet({ type: "timestamp", count });
  return backend.computePassEncoder = backend.commandEncoder!.beginComputePass({
    timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
  });
}

const bufferIds = new WeakMap<GPUBuffer, number>();
let nextBufferId = 0;

function idOf(buffer: GPUBuffer): number {
  let id = bufferIds.get(buffer);
  if (id === undefined) bufferIds.set(buffer, id = nextBufferId++);
  return id;
}

function bindGroupFor(
  backend: GpuBackend,
  program: Program,
  buffers: readonly GPUBuffer[],
): GPUBindGroup {
  const key = buffers.map(idOf).join();
  let group = program.bindGroups.get(key);
  if (!group) {
    if (program.bindGroups.size >= KEPT_BIND_GROUPS) program.bindGroups.clear();
    group = backend.device.createBindGroup({
      layout: program.layout,
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    program.bindGroups.set(key, group);
  }
  return group;
}
