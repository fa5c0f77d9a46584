/**
 * Stock tfjs as an engine of the bench: its own kernels, losses in its ops, its Adam.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { describeAdapter } from "../../../lib/kernels/webgpu/start.ts";
import type { StepCase } from "../bench_row.ts";
import { countCall, countStep } from "../count_step.ts";
import { finishTfjs } from "../device_finish.ts";
import { tfjsMemory } from "../memory_use.ts";
import { DOMAINS, Z } from "../step_flops.ts";
import { BenchData } from "./bench_data.ts";
import type { Engine, EngineOptions, EngineWork } from "./engine.ts";
import { startStockWasm } from "./stock_wasm.ts";
import { createStockGenerator, createStockTrunk } from "./tfjs_networks.ts";

const LOG_EVERY = 10;

/**
 * Starts stock tfjs. Its wasm backend has no gradient of a convolution's filter and cannot train;
 * its cpu backend trains in its place, as it would for a user.
 */
export async function startTfjs(step: StepCase, { backend }: EngineOptions): Promise<Engine> {
  tf.enableProdMode();
  const trainOn = backend === "wasm" ? "cpu" : backend;
  const { gf, batch, size } = step;
  const device = await startStockBackend(trainOn);
  const data = new BenchData(step);
  const g = createStockGenerator(gf, size);
  const d = createStockTrunk(gf, size, 1 + DOMAINS), e = createStockTrunk(gf, size, Z);
  const optimizer = (rate: number) => tf.train.adam(rate, 0.5, 0.999);
  const adamG = optimizer(2e-4), adamD = optimizer(2e-4), adamE = optimizer(1e-4);

  const stage1 = () =>
    tf.tidy(() => {
      const { x, c, z } = toTensors(data.next(), step);
      const fake = g.apply([z, c], true);
      const dLoss = adamD.minimize(
        () => {
          const real = d.apply([x], true), made = d.apply([fake], true);
          return tf.addN([adversarial(real, 1), adversarial(made, 0), classification(real, c)]);
        },
        true,
        d.weights,
      )!;
      const gLoss = adamG.minimize(
        () => {
          const made = d.apply([g.apply([z, c], true)], true);
          return adversarial(made, 1).add(classification(made, c)) as tf.Scalar;
        },
        true,
        g.weights,
      )!;
      return dLoss.add(gLoss);
    });
  const stage2 = () =>
    tf.tidy(() => {
      const { c, z } = toTensors(data.latents(), step);
      const fake = g.apply([z, c], false);
      return adamE.minimize(
        () => e.apply([fake], true).sub(z).square().mean() as tf.Scalar,
        true,
        e.weights,
      )!;
    });
  const train = (work: "stage1" | "stage2", run: () => tf.Tensor): EngineWork => ({
    work,
    batch,
    finish: finishTfjs,
    count: backend === "webgpu" ? () => countStep(run) : undefined,
    async call(i) {
      const loss = run();
      if (i % LOG_EVERY === 0) await loss.data();
      loss.dispose();
    },
  });
  const translation = (count: number): EngineWork => {
    const run = async () => {
      const y = tf.tidy(() => {
        const x = tf.tensor4d(data.images(count), [count, size, size, 3]);
        const c = tf.oneHot(tf.ones([count], "int32"), DOMAINS).cast("float32");
        return g.apply([e.apply([x], false), c], false);
      });
      await y.data();
      y.dispose();
    };
    return {
      work: "translate",
      batch: count,
      finish: finishTfjs,
      prepare: backend === "wasm" ? startStockWasm : undefined,
      call: run,
      count: backend === "webgpu" ? () => countCall(run) : undefined,
    };
  };
  return {
    name: `tfjs ${tf.version.tfjs}`,
    backend: () => tf.getBackend(),
    device: () => tf.getBackend() === "webgpu" ? device : "CPU, 1 thread",
    memory: tfjsMemory,
    works: [
      train("stage1", stage1),
      train("stage2", stage2),
      ...[...new Set([batch, 1])].map(translation),
    ],
  };
}

async function startStockBackend(backend: "webgpu" | "cpu"): Promise<string> {
  if (backend === "webgpu") await import("@tensorflow/tfjs-backend-webgpu");
  if (!await tf.setBackend(backend)) throw new Error(`tfjs' ${backend} backend does not start`);
  if (backend === "cpu") return "CPU, 1 thread";
  return (await describeAdapter())!.name;
}

function toTensors(
  host: { x?: Float32Array; c: Float32Array; z: Float32Array },
  { batch, size }: StepCase,
) {
  return {
    x: host.x ? tf.tensor4d(host.x, [batch, size, size, 3]) : tf.zeros([1]),
    c: tf.tensor2d(host.c, [batch, DOMAINS]),
    z: tf.tensor2d(host.z, [batch, Z]),
  };
}

/** Cross entropy of D's first output against one target, from the logit. */
function adversarial(judged: tf.Tensor, target: 0 | 1): tf.Scalar {
  const logit = judged.slice([0, 0], [-1, 1]);
  return tf.losses.sigmoidCrossEntropy(tf.fill(logit.shape, target), logit) as tf.Scalar;
}

/** Cross entropy of D's other outputs against the labels. */
function classification(judged: tf.Tensor, c: tf.Tensor): tf.Scalar {
  return tf.losses.softmaxCrossEntropy(c, judged.slice([0, 1], [-1, DOMAINS])) as tf.Scalar;
}
