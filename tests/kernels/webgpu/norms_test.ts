import * as tf from "@tensorflow/tfjs";
import { assert } from "@std/assert";
import { batchNormInference } from "../../../lib/kernels/batch_norm_inference.ts";
import { install } from "../../../lib/kernels/install.ts";
import { layerNorm } from "../../../lib/kernels/layer_norm.ts";
import { reflectionPad } from "../../../lib/kernels/reflection_pad.ts";
import { countDispatches } from "../../../tasks/bench/dispatch_counter.ts";
import { evaluate, fill, type KernelCase } from "../cases.ts";
import { assertClose } from "../compare.ts";
import { there, webgpuTest } from "./device.ts";

const TOLERANCE = 2e-5;

/** What the cpu backend composes of tfjs' ops is the reference, values and gradients. */
const cases: KernelCase[] = [
  ...[[8], [3, 8], [5], [3, 5]].map((parameters, i): KernelCase => ({
    name: `batchNormInference, parameters [${parameters}]`,
    shapes: [[3, 5, 4, parameters.at(-1)!], parameters, parameters],
    run: ([x, gamma, beta]) => {
      const mean = fill([parameters.at(-1)!], 8), variance = fill([parameters.at(-1)!], 9).square();
      const activation = (["linear", "relu", "leakyRelu", "tanh"] as const)[i];
      return [batchNormInference(x, gamma, beta, { mean, variance }, 1e-2, activation)];
    },
    differentiable: true,
  })),
  ...[[3, 5, 4, 8], [2, 3, 3, 5], [4, 16, 16, 12], [2, 7]].map(
    (shape, i): KernelCase => ({
      name: `layerNorm [${shape}]`,
      shapes: [shape, shape.slice(-1), shape.slice(-1)],
      run: ([x, gamma, beta]) => [
        layerNorm(x, gamma, beta, 1e-5, (["leakyRelu", "tanh", "relu", "linear"] as const)[i]),
      ],
      differentiable: true,
    }),
  ),
  ...([[2, 4, 6, 3, 1], [1, 8, 9, 8, 3], [3, 6, 6, 5, 2]] as const).map((
    [b, h, w, c, pad],
  ): KernelCase => ({
    name: `reflectionPad of ${pad}, [${b},${h},${w},${c}]`,
    shapes: [[b, h, w, c]],
    run: ([x]) => [reflectionPad(x as tf.Tensor4D, pad)],
    differentiable: true,
  })),
];

const expected: Float32Array[][] = [];
if (there) {
  await install("cpu");
  for (const kernelCase of cases) expected.push(await evaluate(kernelCase));
}

cases.forEach((kernelCase, i) => {
  webgpuTest(`webgpu agrees with cpu: ${kernelCase.name}`, async () => {
    assertClose(await evaluate(kernelCase), expected[i], TOLERANCE);
  });
});

webgpuTest("a normalisation takes few dispatches", async () => {
  const x = fill([4, 16, 16, 8], 1), gamma = fill([8], 2), beta = fill([8], 3);
  const statistics = { mean: fill([8], 4), variance: tf.ones([8]) };
  const calls: [number, () => tf.Tensor][] = [
    [1, () => batchNormInference(x, gamma, beta, statistics, 1e-5, "relu")],
    [3, () => layerNorm(x, gamma, beta, 1e-5, "relu")],
  ];
  for (const [most, call] of calls) {
    tf.dispose(call());
    const { dispatches } = await countDispatches(() => tf.dispose(call()));
    assert(dispatches >= 1 && dispatches <= most, `${dispatches} dispatches`);
  }
  tf.dispose([x, gamma, beta, statistics.mean, statistics.variance]);
});

webgpuTest("layer norm of data far from zero keeps its variance", async () => {
  const x = fill([2, 8, 8, 4], 1), far = x.add(1000);
  const one = tf.ones([4]), zero = tf.zeros([4]);
  const near = await layerNorm(x, one, zero, 1e-5, "linear").data() as Float32Array;
  const moved = await layerNorm(far, one, zero, 1e-5, "linear").data() as Float32Array;
  assertClose([moved], [near], 2e-3); // x + 1000 itself is rounded to 6e-5
});
