/**
 * The rate that everything else is set against, measured in the same run on the same device.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { finishTfjs } from "./device_finish.ts";
import { fmaPeak } from "./fma_peak.ts";
import { type Effort, measure } from "./measure.ts";

/** A measured peak. */
export interface PeakRate {
  /** Billions of operations a second. */
  readonly gflops: number;
  /** How it was measured. */
  readonly by: string;
}

/** Sides of the square products that are tried on a CPU. */
const SIDES = [256, 512, 1024];

/**
 * The device's peak: an FMA-only kernel on webgpu, the best square matMul elsewhere.
 *
 * @param software whether the webgpu adapter is software
 * @param effort how long to take for each product
 */
export async function peakRate(software: boolean, effort: Effort): Promise<PeakRate> {
  if (tf.getBackend() === "webgpu") {
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    const options = software
      ? { workgroups: 64, seconds: 0.1 }
      : { workgroups: 8192, seconds: 0.05 };
    return { gflops: await fmaPeak(device, options), by: "a kernel of multiply-adds only" };
  }
  let best: PeakRate = { gflops: 0, by: "" };
  for (const side of tf.getBackend() === "wasm" ? SIDES : SIDES.slice(0, 1)) {
    const a = tf.randomNormal([side, side]), b = tf.randomNormal([side, side]);
    const call = () => tf.matMul(a, b).dispose();
    const { lowMs } = await measure({ call, finish: finishTfjs }, effort);
    const gflops = 2 * side ** 3 / lowMs / 1e6;
    if (gflops > best.gflops) best = { gflops, by: `the best matMul, ${side} x ${side}` };
    tf.dispose([a, b]);
  }
  return best;
}
