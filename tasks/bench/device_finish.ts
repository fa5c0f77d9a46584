/**
 * Waiting for tfjs' device.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** The parts of tfjs' webgpu backend that waiting needs. */
interface Queued {
  readonly device: GPUDevice;
  readonly commandEncoder: GPUCommandEncoder | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

/** Resolves when tfjs' current backend has done everything; the others than webgpu do so at once. */
export async function finishTfjs(): Promise<void> {
  if (tf.getBackend() !== "webgpu") return;
  const backend = tf.backend() as unknown as Queued;
  if (backend.commandEncoder) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
  await backend.device.queue.onSubmittedWorkDone();
}
