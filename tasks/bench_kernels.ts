/**
 * GFLOP/s of the wasm backend's convolutions, forward and both gradients, on the layers of a 64x64
 * network with 32 base filters at batch 32.
 *
 * deno run -A tasks/bench_kernels.ts
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { install } from "../lib/kernels/install.ts";
import { stopWasm } from "../lib/backend/wasm.ts";

const batch = 32, kernel = 5;
/** side of the larger image, channels there, channels at half the side */
const layers = [[64, 3, 32], [32, 32, 64], [16, 64, 128], [8, 128, 256]];
const REPEATS = 12;

function bestSeconds(run: () => tf.Tensor): number {
  run().dispose();
  let best = Infinity;
  for (let i = 0; i < REPEATS; i++) {
    const start = performance.now();
    run().dispose();
    best = Math.min(best, performance.now() - start);
  }
  return best / 1e3;
}

for (const threads of [1, 2]) {
  await install("wasm", { threads });
  const total = [0, 0, 0];
  let work = 0;
  for (const [side, few, many] of layers) {
    const x = tf.randomNormal<tf.Rank.R4>([batch, side, side, few]);
    const w = tf.randomNormal<tf.Rank.R4>([kernel, kernel, few, many]);
    const dy = tf.randomNormal<tf.Rank.R4>([batch, side / 2, side / 2, many]);
    const flops = 2 * dy.size * kernel * kernel * few;
    const seconds = [
      bestSeconds(() => tf.conv2d(x, w, 2, "same")),
      bestSeconds(() => tf.conv2dTranspose(dy, w, x.shape, 2, "same")),
      bestSeconds(() =>
        tf.engine().runKernel("Conv2DBackpropFilter", { x, dy }, {
          strides: [2, 2],
          pad: "same",
          dataFormat: "NHWC",
          filterShape: w.shape,
        }) as tf.Tensor
      ),
    ];
    seconds.forEach((s, i) => total[i] += s);
    work += flops;
    const rates = seconds.map((s) => (flops / s / 1e9).toFixed(1).padStart(6));
    const name = `${side}x${side} ${few} <-> ${many}`.padEnd(20);
    console.log(
      `${threads} threads  ${name} forward ${rates[0]}, input ${rates[1]}, filter ${rates[2]}` +
        `   (${seconds.map((s) => (s * 1e3).toFixed(1)).join(", ")} ms)`,
    );
    tf.dispose([x, w, dy]);
  }
  const rates = total.map((s) => (work / s / 1e9).toFixed(1).padStart(6));
  console.log(
    `${threads} threads  ${"all".padEnd(20)} forward ${rates[0]}, input ${rates[1]}, filter ${
      rates[2]
    }, step ${(3 * work / total.reduce((a, b) => a + b) / 1e9).toFixed(1)} GFLOP/s\n`,
  );
}
await stopWasm();
