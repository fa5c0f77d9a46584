/**
 * Counting what a step asks of the host: on a fast GPU a step of many small dispatches is limited by
 * the host, not by the device.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** What has been recorded and submitted. */
export interface DispatchCount {
  /** Compute dispatches, tfjs' and ours. */
  readonly dispatches: number;
  /** Submissions to the queue. */
  readonly submits: number;
  /** Milliseconds that submitting took. */
  readonly submitMs: number;
}

/**
 * Runs a function on tfjs' current webgpu backend and counts what it dispatches and submits.
 *
 * @param run what to count; may be asynchronous, but nothing else should use the backend meanwhile
 * @throws Error if the current backend is another
 */
export async function countDispatches(run: () => unknown): Promise<DispatchCount> {
  if (tf.getBackend() !== "webgpu") {
    throw new Error(`Dispatches can be counted on webgpu only, not on ${tf.getBackend()}`);
  }
  let dispatches = 0, submits = 0, submitMs = 0;
  const encoder = GPUComputePassEncoder.prototype, queue = GPUQueue.prototype;
  const { dispatchWorkgroups } = encoder, { submit } = queue;
  encoder.dispatchWorkgroups = function (x, y, z) {
    dispatches++;
    dispatchWorkgroups.call(this, x, y, z);
  };
  queue.submit = function (commands) {
    submits++;
    const start = performance.now();
    submit.call(this, commands);
    submitMs += performance.now() - start;
  };
  try {
    await run();
  } finally {
    encoder.dispatchWorkgroups = dispatchWorkgroups;
    queue.submit = submit;
  }
  return { dispatches, submits, submitMs };
}
