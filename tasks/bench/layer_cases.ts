/**
 * The layers of the networks, each with the three products that training takes of it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { upsampleConv } from "../../lib/networks/upsample_conv.ts";
import type { LayerPass } from "./bench_row.ts";
import { convFlops, denseFlops, Z } from "./step_flops.ts";

/** One layer, its tensors in memory. */
export interface LayerCase {
  /** What it is, in a few words. */
  readonly name: string;
  /** Operations of each pass. */
  readonly flops: Readonly<Record<LayerPass, number>>;
  /** Each computes one product anew; the caller disposes of it. */
  readonly passes: Readonly<Record<LayerPass, () => tf.Tensor>>;
  /** Frees the tensors. */
  dispose(): void;
}

/** Makes one layer's tensors. */
export type MakeLayer = () => LayerCase;

type Shape4 = [number, number, number, number];
const NHWC = { dataFormat: "NHWC", dimRoundingMode: undefined } as const;

const kernel = (name: string, inputs: Record<string, tf.Tensor>, attrs: object) =>
  tf.engine().runKernel(name, inputs, { ...attrs }) as tf.Tensor;

const alike = (flops: number): LayerCase["flops"] => ({
  "forward": flops,
  "input gradient": flops,
  "weight gradient": flops,
});

/** The three products between a large image x, a small one y and a filter w. */
function products(batch: number, side: number, k: number, few: number, many: number) {
  const x = tf.randomNormal<tf.Rank.R4>([batch, 2 * side, 2 * side, few]);
  const y = tf.randomNormal<tf.Rank.R4>([batch, side, side, many]);
  const w = tf.randomNormal<tf.Rank.R4>([k, k, few, many], 0, 0.02);
  const attrs = { strides: [2, 2], pad: "same", ...NHWC };
  return {
    down: () => kernel("Conv2D", { x, filter: w }, { ...attrs, dilations: [1, 1] }),
    up: () =>
      kernel("Conv2DBackpropInput", { dy: y, filter: w }, { ...attrs, inputShape: x.shape }),
    filter: () => kernel("Conv2DBackpropFilter", { x, dy: y }, { ...attrs, filterShape: w.shape }),
    dispose: () => tf.dispose([x, y, w]),
  };
}

function conv(batch: number, side: number, k: number, few: number, many: number): LayerCase {
  const { down, up, filter, dispose } = products(batch, side, k, few, many);
  return {
    name: `conv ${k}x${k} /2, ${2 * side}x${2 * side} ${few} -> ${many}`,
    flops: alike(convFlops(batch, side, k, few, many)),
    passes: { "forward": down, "input gradient": up, "weight gradient": filter },
    dispose,
  };
}

function transposed(batch: number, side: number, k: number, few: number, many: number): LayerCase {
  const { down, up, filter, dispose } = products(batch, side, k, few, many);
  return {
    name: `transposed ${k}x${k} x2, ${side}x${side} ${many} -> ${few}`,
    flops: alike(convFlops(batch, side, k, few, many)),
    passes: { "forward": up, "input gradient": down, "weight gradient": filter },
    dispose,
  };
}

/** Its gradients go through tfjs' tape, which computes the forward pass as well. */
function upsampled(batch: number, side: number, few: number, many: number): LayerCase {
  const x = tf.randomNormal<tf.Rank.R4>([batch, side, side, many]);
  const w = tf.randomNormal<tf.Rank.R4>([3, 3, few, many], 0, 0.02);
  const dy = tf.randomNormal<tf.Rank.R4>([batch, 2 * side, 2 * side, few] as Shape4);
  // As computed: sixteen taps a pixel of the small image, not 36.
  const flops = convFlops(batch, side, 4, few, many);
  const gradX = tf.grad((x) => upsampleConv(x as tf.Tensor4D, w));
  const gradW = tf.grad((w) => upsampleConv(x, w as tf.Tensor4D));
  return {
    name: `upsample x2 + conv 3x3, ${side}x${side} ${many} -> ${few} *`,
    flops: { "forward": flops, "input gradient": 2 * flops, "weight gradient": 2 * flops },
    passes: {
      "forward": () => upsampleConv(x, w),
      "input gradient": () => gradX(x, dy),
      "weight gradient": () => gradW(w, dy),
    },
    dispose: () => tf.dispose([x, w, dy]),
  };
}

function dense(batch: number, inputs: number, outputs: number): LayerCase {
  const x = tf.randomNormal<tf.Rank.R2>([batch, inputs]);
  const w = tf.randomNormal<tf.Rank.R2>([inputs, outputs]);
  const dy = tf.randomNormal<tf.Rank.R2>([batch, outputs]);
  return {
    name: `dense ${inputs} -> ${outputs}`,
    flops: alike(denseFlops(batch, inputs, outputs)),
    passes: {
      "forward": () => tf.matMul(x, w),
      "input gradient": () => tf.matMul(dy, w, false, true),
      "weight gradient": () => tf.matMul(x, dy, true, false),
    },
    dispose: () => tf.dispose([x, w, dy]),
  };
}

/**
 * The layers of 64x64 networks.
 *
 * @param gf base filters
 * @param batch images
 * @param few whether one layer of each kind will do
 */
export function layerCases(gf: number, batch: number, few: boolean): MakeLayer[] {
  // side of the smaller image, channels of the larger one, channels of the smaller one
  const shapes: [number, number, number][] = [
    [32, 3, gf],
    [16, gf, 2 * gf],
    [8, 2 * gf, 4 * gf],
    [4, 4 * gf, 8 * gf],
  ];
  const used = few ? [shapes[1]] : shapes;
  return [
    ...[5, 4].flatMap((k) => used.map(([s, f, m]) => () => conv(batch, s, k, f, m))),
    ...[5, 4].flatMap((k) => used.map(([s, f, m]) => () => transposed(batch, s, k, f, m))),
    ...used.map(([s, f, m]) => () => upsampled(batch, s, f, m)),
    () => dense(batch, Z, 128 * gf),
    () => dense(batch, 128 * gf, Z),
  ];
}
