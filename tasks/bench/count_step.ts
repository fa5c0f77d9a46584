/**
 * What one training step asks of the host on WebGPU.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { countDispatches } from "./dispatch_counter.ts";
import type { StepRow } from "./bench_row.ts";
import { finishTfjs } from "./device_finish.ts";

/** Steps of which the fastest counts. */
const STEPS = 3;

/**
 * Counts a step's dispatches and submissions, and times it until it returns, submitting left out: a
 * software adapter computes while it is submitted to.
 *
 * @param run the step; what it returns is disposed of
 */
export async function countStep(
  run: () => tf.TensorContainer,
): Promise<Pick<StepRow, "dispatches" | "submits" | "hostMs">> {
  let hostMs = Infinity, counted = { dispatches: 0, submits: 0 };
  for (let i = 0; i < STEPS; i++) {
    let ms = 0;
    const step = await countDispatches(() => {
      const start = performance.now();
      tf.dispose(run());
      ms = performance.now() - start;
    });
    const rest = await countDispatches(finishTfjs);
    hostMs = Math.min(hostMs, ms - step.submitMs);
    counted = { dispatches: step.dispatches, submits: step.submits + rest.submits };
  }
  return { ...counted, hostMs };
}

/** Counts the dispatches and submissions of what waits for its own result, as translation does. */
export async function countCall(
  run: () => Promise<void>,
): Promise<Pick<StepRow, "dispatches" | "submits">> {
  const { dispatches, submits } = await countDispatches(run);
  return { dispatches, submits };
}
