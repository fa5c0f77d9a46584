/**
 * This project as an engine of the bench.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { countDispatches } from "../../../lib/kernels/webgpu/dispatch_counter.ts";
import { createConfig } from "../../../lib/presets.ts";
import type { Losses } from "../../../lib/training/gradients.ts";
import { readLosses } from "../../../lib/training/read_losses.ts";
import { stage1Step } from "../../../lib/training/stage1_step.ts";
import { stage2Step } from "../../../lib/training/stage2_step.ts";
import { createTraining } from "../../../lib/training/training.ts";
import { translate } from "../../../lib/translation/translate.ts";
import type { StepCase } from "../bench_row.ts";
import { finishTfjs } from "../device_finish.ts";
import { tfjsMemory } from "../memory_use.ts";
import { DOMAINS, Z } from "../step_flops.ts";
import { BenchData } from "./bench_data.ts";
import type { Engine, EngineOptions, EngineWork } from "./engine.ts";

/** Steps between readings of the losses, as in every engine of the bench. */
const LOG_EVERY = 10;

/** Starts im2im with the networks of preset release, one G update for each D update. */
export async function startIm2im(step: StepCase, options: EngineOptions): Promise<Engine> {
  const { backend, threads, blas } = options, { gf, batch, size } = step;
  const selected = await selectBackend(backend, { allowSoftware: true, threads, blas });
  const config = createConfig("release", {
    gf,
    df: gf,
    ef: gf,
    // A run needs two images for its domains; a step does not ask.
    batch: Math.max(2, batch),
    size: size as 32 | 64 | 128,
    gSteps: 1,
  });
  const training = createTraining(config, ["a", "b"]);
  const data = new BenchData(step);
  const shape = (count: number): [number, number, number, number] => [count, size, size, 3];

  const train = (work: "stage1" | "stage2", run: () => Losses): EngineWork => ({
    work,
    batch,
    finish: finishTfjs,
    count: backend === "webgpu"
      ? () =>
        countDispatches(async () => {
          tf.dispose(run());
          await finishTfjs();
        })
      : undefined,
    async call(i) {
      const losses = run();
      if (i % LOG_EVERY === 0) await readLosses(losses);
      else tf.dispose(losses);
    },
  });

  const translation = (count: number): EngineWork => {
    const run = async () => {
      const y = tf.tidy(() =>
        translate(training.model, tf.tensor4d(data.images(count), shape(count)), "b")
      );
      await y.data();
      y.dispose();
    };
    return {
      work: "translate",
      batch: count,
      finish: finishTfjs,
      call: run,
      count: backend === "webgpu" ? () => countDispatches(run) : undefined,
    };
  };

  const stage1 = () => {
    const { x, c, z } = data.next();
    return tf.tidy(() =>
      stage1Step(training.stage1, {
        x: tf.tensor4d(x, shape(batch)),
        c: tf.tensor2d(c, [batch, DOMAINS]),
        z: tf.tensor2d(z, [batch, Z]),
      })
    );
  };
  const stage2 = () => {
    const { c, z } = data.latents();
    return tf.tidy(() =>
      stage2Step(training.stage2, {
        c: tf.tensor2d(c, [batch, DOMAINS]),
        z: tf.tensor2d(z, [batch, Z]),
      })
    );
  };
  return {
    name: "im2im",
    backend: () => selected.name,
    device: () => selected.device,
    memory: tfjsMemory,
    works: [
      train("stage1", stage1),
      train("stage2", stage2),
      ...[...new Set([batch, 1])].map(translation),
    ],
  };
}
