import { assert, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { adversarialLosses } from "../../../lib/losses/adversarial_loss.ts";
import { classLosses } from "../../../lib/losses/class_loss.ts";
import { applyDiscriminator } from "../../../lib/networks/discriminator.ts";
import { applyGenerator } from "../../../lib/networks/generator.ts";
import { createConfig } from "../../../lib/presets.ts";
import { lossGradients } from "../../../lib/training/gradients.ts";
import { oneHot } from "../../../lib/training/latent.ts";
import { createModel, disposeModel } from "../../../lib/networks/model.ts";
import {
  type OperandStorage,
  setOperandStorage,
} from "../../../lib/kernels/webgpu/operand_storage.ts";
import { install } from "../../../lib/kernels/install.ts";
import { evaluate, fill, type KernelCase, kernelCases } from "../cases.ts";
import { webgpuTest } from "./device.ts";

/** |a - b| / |b|, over all numbers of a result. */
function relativeError(a: Float32Array, b: Float32Array): number {
  const length = (v: Float32Array) => Math.hypot(...v);
  return length(a.map((x, i) => x - b[i])) / length(b);
}

async function withStorage<T>(storage: OperandStorage, run: () => Promise<T>): Promise<T> {
  setOperandStorage(storage);
  try {
    return await run();
  } finally {
    setOperandStorage("f32");
  }
}

function assertBetween(value: number, low: number, high: number, what: string): void {
  assert(value >= low && value <= high, `${what}: ${value}, expected ${low} to ${high}`);
}

// Each operand is rounded to 11 bits: uniform errors of up to 2^-12 .. 2^-11, 1.7e-4 to 2.8e-4 root
// mean square, and those of both operands add up to 2.5e-4 to 4e-4. The sums add nothing to it.
const layers: KernelCase[] = ([
  [2, 16, 16, 8, 16, 5, 2],
  [2, 8, 8, 12, 9, 4, 2],
  [3, 7, 9, 5, 6, 3, 1],
] as const).map(([batch, height, width, inC, outC, kernel, stride]) => ({
  name: `conv2d ${batch}x${height}x${width}, ${inC} -> ${outC}, k${kernel} s${stride}`,
  shapes: [[batch, height, width, inC], [kernel, kernel, inC, outC]],
  run: ([x, w]) => [tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, "same")],
  differentiable: true,
}));

for (const layer of layers) {
  webgpuTest(`float16 operands round each pass as expected: ${layer.name}`, async () => {
    const exact = await evaluate(layer);
    const rounded = await withStorage("f16", () => evaluate(layer));
    ["forward", "input gradient", "weight gradient"].forEach((pass, i) =>
      assertBetween(relativeError(rounded[i], exact[i]), 1.5e-4, 6e-4, pass)
    );
  }, "shader-f16");
}

webgpuTest(
  "float16 operands hold small gradients, and stop at a limit, not at infinity",
  async () => {
    const w = tf.ones([1, 1, 1, 1]) as tf.Tensor4D;
    const x = tf.tensor4d([1e-5, -2e-7, 1e-12, 8000, 1e4, -1e9], [1, 1, 6, 1]);
    const apply = async () => await tf.conv2d(x, w, 1, "same").data();
    const exact = await apply(), rounded = await withStorage("f16", apply);
    assertBetween(exact[4], 1e4, 1e4, "1e4 as float32");
    assertBetween(rounded[0] / 1e-5, 0.9995, 1.0005, "1e-5");
    assertBetween(rounded[1] / -2e-7, 0.98, 1.02, "-2e-7");
    assertBetween(rounded[2], 0, 0, "1e-12");
    assertBetween(rounded[3] / 8000, 0.9995, 1.0005, "8000");
    assertBetween(rounded[4], 8188, 8188, "1e4");
    assertBetween(rounded[5], -8188, -8188, "-1e9");
    tf.dispose([w, x]);
  },
  "shader-f16",
);

webgpuTest("a matrix product keeps its float32 operands", async () => {
  const product = kernelCases.find(({ name }) => name.startsWith("matMul [16,48]"))!;
  const exact = await evaluate(product);
  const same = await withStorage("f16", () => evaluate(product));
  assertBetween(relativeError(same[0], exact[0]), 0, 0, "matMul");
}, "shader-f16");

for (const preset of ["release", "modern"] as const) {
  webgpuTest(`float16 operands move the gradient of a whole G step little: ${preset}`, async () => {
    const config = createConfig(preset, { size: 32, gf: 4, df: 4, ef: 4, z: 8, batch: 8 });
    const model = createModel(config, ["a", "b"]);
    const z = fill([8, 8], 1) as tf.Tensor2D, c = oneHot([0, 1, 0, 1, 0, 1, 0, 1], 2);
    const gradients = async () => {
      const { losses, gradients } = tf.tidy(() =>
        lossGradients(model.generator.weights, () => {
          const observed = {};
          const fake = applyGenerator(config, model.generator, z, c, { observed });
          const judged = applyDiscriminator(config, model.discriminator, fake, { observed });
          tf.dispose(observed);
          return {
            source: adversarialLosses[config.loss].g(judged.source),
            classes: classLosses[config.dHead]!.g(judged.classes!, c),
          };
        })
      );
      const all = await Promise.all(
        Object.values(gradients).map(async (g) => [...await g.data() as Float32Array]),
      );
      const lossValues = await Promise.all(
        Object.values(losses).map(async (l) => (await l.data())[0]),
      );
      tf.dispose([losses, gradients]);
      return { gradient: Float32Array.from(all.flat()), losses: Float32Array.from(lossValues) };
    };
    const exact = await gradients(), rounded = await withStorage("f16", gradients);
    const ofGradient = relativeError(rounded.gradient, exact.gradient);
    const ofLosses = relativeError(rounded.losses, exact.losses);
    // Some 4 in 10,000 activations lie so near zero that rounding puts them on the other side of the
    // ReLU: their share's root, 2 %, is what the gradient moves by, far more than by rounding alone.
    assertBetween(ofGradient, 2e-3, 8e-2, "gradient");
    assertBetween(ofLosses, 1e-6, 1e-2, "losses");
    disposeModel(model);
    tf.dispose([z, c]);
  }, "shader-f16");
}

Deno.test("float16 operands are refused on another backend", async () => {
  await install("cpu");
  assertThrows(() => setOperandStorage("f16"), Error, "webgpu only");
});
