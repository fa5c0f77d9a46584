/**
 * ONNX files run by onnxruntime-web, and models whose pictures are worth comparing.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { bytesOfUnits } from "../../lib/images/unit_range.ts";
import { createModel, type Model } from "../../lib/networks/model.ts";
import type { Config } from "../../lib/config.ts";
import { oneHot } from "../../lib/training/latent.ts";
import { fill } from "../training/parity_numbers.ts";
import { ort } from "./onnxruntime_web.ts";

/** Wasm's threads would need a worker, which Deno's type of it refuses; one is enough here. */
ort.env.wasm.numThreads = 1;

/** Numbers with their shape, channels first where they are images. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Runs a file on inputs by name. */
export async function runOnnx(
  bytes: Uint8Array,
  inputs: Readonly<Record<string, Numbers>>,
): Promise<Record<string, Numbers>> {
  const session = await ort.InferenceSession.create(bytes);
  const given = Object.fromEntries(
    Object.entries(inputs).map((
      [name, { shape, values }],
    ) => [name, new ort.Tensor("float32", values, shape)]),
  );
  const results = await session.run(given);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map((
      [name, { dims, data }],
    ) => [name, { shape: dims, values: data as Float32Array }]),
  );
}

/** A model with three domains, whose weights are far from their start: see parity_numbers.ts. */
export function filledModel(config: Config, domains = ["a", "b", "c"]): Model {
  const model = createModel(config, domains);
  fill("g", model.average);
  fill("e", model.encoder);
  return model;
}

/** [N, H, W, C] with channels first. */
export async function numbersOf(tensor: tf.Tensor): Promise<Numbers> {
  const first = tensor.rank === 4 ? tf.transpose(tensor, [0, 3, 1, 2]) : tensor;
  return { shape: first.shape, values: await first.data<"float32">() };
}

/** Noise as images [count, size, size, 3]. */
export const noise = (count: number, size: number): tf.Tensor4D =>
  tf.randomUniform([count, size, size, 3], -1, 1, "float32", 7);

/** Labels of the domains in turn, [count, domains]. */
export const labels = (count: number, domains: number): tf.Tensor2D =>
  oneHot(Int32Array.from({ length: count }, (_, i) => i % domains), domains);

/** The largest difference of two pictures in levels of 0 to 255. */
export function levelsApart(a: Numbers, b: Numbers): number {
  const left = bytesOfUnits(a.values), right = bytesOfUnits(b.values);
  return left.reduce((worst, v, i) => Math.max(worst, Math.abs(v - right[i])), 0);
}

/** Difference between the darkest and the brightest level: a picture of one grey would prove nothing. */
export function contrast({ values }: Numbers): number {
  const bytes = bytesOfUnits(values);
  return bytes.reduce((a, b) => Math.max(a, b)) - bytes.reduce((a, b) => Math.min(a, b));
}
