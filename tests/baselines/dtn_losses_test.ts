import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals } from "@std/assert";
import { constancyLoss, totalVariation } from "../../lib/baselines/dtn_losses.ts";
import { install } from "../../lib/kernels/install.ts";

tf.enableProdMode();

/** a * sin(0.7 i + k), as PyTorch was given it for the numbers below, in float64. */
const wave = (shape: number[], k: number, a: number) => {
  const size = tf.util.sizeFromShape(shape);
  return tf.tensor(Array.from({ length: size }, (_, i) => a * Math.sin(0.7 * i + k)), shape);
};

async function agrees(
  x: tf.Tensor,
  loss: (x: tf.Tensor) => tf.Scalar,
  value: number,
  slopes: number[],
) {
  const { value: found, grad } = tf.valueAndGrad(loss)(x);
  assertAlmostEquals((await found.data())[0], value, 1e-5);
  const gradient = await grad.data();
  slopes.forEach((slope, i) => assertAlmostEquals(gradient[i], slope, 1e-5));
}

for (const backend of ["cpu", "wasm"] as const) {
  Deno.test(`on ${backend} L_CONST and L_TV are what PyTorch makes of them`, async () => {
    await install(backend);
    const wanted = wave([3, 4], 2, 2) as tf.Tensor2D;
    await agrees(
      wave([3, 4], 1, 1),
      (kept) => constancyLoss(kept as tf.Tensor2D, wanted),
      0.186291,
      [-0.023983, 0.00336, 0.029123, 0.041188],
    );
    await agrees(
      wave([2, 3, 4, 3], 3, 0.9),
      (x) => totalVariation(x as tf.Tensor4D),
      1.412042,
      [0.039284, -0.039075, -0.039283, -0.058985],
    );
  });
}
