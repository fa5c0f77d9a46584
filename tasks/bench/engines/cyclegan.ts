/**
 * CycleGAN as an engine of the bench: the same kernels on other networks.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { createBaselineConfig } from "../../../lib/baselines/baseline_config.ts";
import { createBaselineTraining } from "../../../lib/baselines/baseline_training.ts";
import { cyclegan } from "../../../lib/baselines/cyclegan.ts";
import { baselineSteps } from "../../../lib/baselines/train_baseline.ts";
import type { ImageSet } from "../../../lib/data/image_set.ts";
import { readLosses } from "../../../lib/training/read_losses.ts";
import type { StepCase } from "../bench_row.ts";
import { countCall, countStep } from "../count_step.ts";
import { cycleganFlops } from "../cyclegan_flops.ts";
import { finishTfjs } from "../device_finish.ts";
import { tfjsMemory } from "../memory_use.ts";
import { BenchData } from "./bench_data.ts";
import type { Engine, EngineOptions } from "./engine.ts";

/** Steps between readings of the losses, as in every engine of the bench. */
const LOG_EVERY = 10;

/** Starts CycleGAN with gf = df filters, and as many images of each domain as the case's batch. */
export async function startCycleGan(step: StepCase, options: EngineOptions): Promise<Engine> {
  const { backend, threads, blas } = options, { gf, batch } = step, size = step.size as 64;
  const selected = await selectBackend(backend, { allowSoftware: true, threads, blas });
  const config = createBaselineConfig(cyclegan, { size, gf, df: gf, batch });
  const training = createBaselineTraining(cyclegan, config, ["a", "b"]);
  const images = greyImages(size), replay = backend === "webgpu" && !options.direct;
  const steps = baselineSteps(training, images, replay);
  const translator = cyclegan.translator(config, training.domains, training.networks);
  const data = new BenchData(step);
  const translate = (count: number) => async () => {
    const y = tf.tidy(() =>
      translator.translate(tf.tensor4d(data.images(count), [count, size, size, 3]), 1)
    );
    await y.data();
    y.dispose();
  };
  const flops = (work: "cyclegan step" | "cyclegan translation", count: number) =>
    cycleganFlops(work, { ...step, batch: count }, config);
  const countOnGpu = backend === "webgpu";
  return {
    name: "im2im",
    backend: () => selected.name,
    device: () => selected.device,
    memory: tfjsMemory,
    works: [
      {
        work: "cyclegan step",
        batch,
        flops: flops("cyclegan step", batch),
        finish: finishTfjs,
        async prepare() {
          // A step is recorded at its third run.
          for (let i = 0; replay && i < 3; i++) tf.dispose(steps.run());
          await finishTfjs();
        },
        count: countOnGpu ? () => countStep(steps.run) : undefined,
        async call(i) {
          const losses = steps.run();
          training.step1++;
          if (i % LOG_EVERY === 0) await readLosses(losses);
          else tf.dispose(losses);
        },
      },
      ...[...new Set([batch, 1])].map((count) => ({
        work: "cyclegan translation" as const,
        batch: count,
        flops: flops("cyclegan translation", count),
        finish: finishTfjs,
        call: translate(count),
        count: countOnGpu ? () => countCall(translate(count)) : undefined,
      })),
    ],
  };
}

/** Images in memory: what they show does not change how long a step takes. */
function greyImages(size: number): ImageSet {
  return {
    size,
    domains: ["a", "b"],
    counts: [64, 64],
    read: (c, index, target, offset = 0) =>
      void target.fill(64 * c + index, offset, offset + size * size * 3),
    close() {},
    [Symbol.dispose]() {},
  };
}
