import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../../lib/kernels/install.ts";
import { labelLoss } from "../../../lib/kernels/label_loss.ts";
import { logitLoss, type LogitPenalty } from "../../../lib/kernels/logit_loss.ts";
import { squaredError } from "../../../lib/kernels/squared_error.ts";
import { countDispatches } from "../../../tasks/bench/dispatch_counter.ts";
import { evaluate, fill, type KernelCase } from "../cases.ts";
import { assertClose } from "../compare.ts";
import { there, webgpuTest } from "./device.ts";

const TOLERANCE = 2e-5;

/** What the cpu backend composes of tfjs' ops is the reference, values and gradients. */
const cases: KernelCase[] = [
  ...(["softplus", "hinge", "linear"] as LogitPenalty[]).flatMap((penalty) =>
    [1, 5, 300].map((batch): KernelCase => ({
      name: `logitLoss ${penalty}, batch ${batch}`,
      shapes: [[batch], [batch]],
      run: ([real, fake]) => [
        logitLoss(penalty, [
          { logits: tf.mul(real, 4) as tf.Tensor1D, target: 1 },
          { logits: tf.mul(fake, 4) as tf.Tensor1D, target: -1 },
        ]),
      ],
      differentiable: true,
    }))
  ),
  ...([[3, 2, [1], [1]], [70, 3, [1, 0], [0, 1]], [5, 2, [1, -1], [0.5, 2]]] as const).map((
    [batch, labels, first, second],
  ): KernelCase => ({
    name: `labelLoss [${batch},${labels}], weights ${first} and ${second}`,
    shapes: [[batch, labels * first.length], [batch, labels * second.length]],
    run: ([x, y]) => [
      labelLoss(tf.abs(fill([batch, labels], 7)) as tf.Tensor2D, [
        { logits: tf.mul(x, 5) as tf.Tensor2D, weights: first },
        { logits: tf.mul(y, 5) as tf.Tensor2D, weights: second },
      ]),
    ],
    differentiable: true,
  })),
  ...[[5, 7], [33, 100]].map((shape): KernelCase => ({
    name: `squaredError [${shape}]`,
    shapes: [shape, shape],
    run: ([a, b]) => [squaredError(a, b)],
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

webgpuTest("a loss is one dispatch, and so is its gradient", async () => {
  const x = fill([6], 1) as tf.Tensor1D, y = fill([6, 4], 2) as tf.Tensor2D;
  const c = fill([6, 2], 3) as tf.Tensor2D, z = fill([6, 9], 4);
  const losses: [(t: tf.Tensor) => tf.Scalar, tf.Tensor][] = [
    [(t) => logitLoss("softplus", [{ logits: t as tf.Tensor1D, target: 1 }]), x],
    [(t) => labelLoss(c, [{ logits: t as tf.Tensor2D, weights: [1, -1] }]), y],
    [(t) => squaredError(t, z), z.add(1)],
  ];
  for (const [loss, input] of losses) {
    const dy = tf.scalar(1);
    const gradient = () => tf.dispose(tf.tidy(() => tf.grad(loss)(input, dy)));
    gradient();
    assertEquals((await countDispatches(gradient)).dispatches, 2);
  }
});

webgpuTest("extreme logits give finite losses and gradients", async () => {
  const x = tf.tensor1d([-1000, -30, 0, 30, 1000]);
  const { value, grad } = tf.valueAndGrad((t: tf.Tensor) =>
    logitLoss("softplus", [{ logits: t as tf.Tensor1D, target: 1 }])
  )(x);
  assertClose([await value.data() as Float32Array], [
    Float32Array.of((1000 + 30 + Math.log(2)) / 5),
  ], 1e-6);
  assertClose([await grad.data() as Float32Array], [Float32Array.of(-.2, -.2, -.1, 0, 0)], 1e-6);
});

Deno.test("tensors that do not fit are refused", async () => {
  await install("cpu");
  const c = tf.zeros([3, 2]) as tf.Tensor2D;
  assertThrows(
    () => labelLoss(c, [{ logits: tf.zeros([3, 3]), weights: [1, 0] }]),
    TypeError,
    "[3, 4]",
  );
  assertThrows(() => squaredError(tf.zeros([2]), tf.zeros([3])), TypeError, "same shape");
});
