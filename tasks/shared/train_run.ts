/**
 * A training of the two-step method as the user sees it: progress, samples, the best generator.
 *
 * @module
 */
import { labelledImages } from "../../lib/data/labelled_images.ts";
import { leads } from "../../lib/training/agree.ts";
import { knowsDomains, runTraining } from "../../lib/training/run.ts";
import { earlierGenerator } from "./earlier_generator.ts";
import { followRun } from "./follow_run.ts";
import { createGeneratorMetric, type GeneratorMetric } from "./generator_metric.ts";
import { writeSamples } from "./samples.ts";
import type { TrainRun } from "./prepared_run.ts";
import { tune } from "./tune.ts";

/**
 * Trains, and shows how far it is.
 *
 * @returns whether it is finished; false if it was interrupted, and saved
 * @throws FailedRun with the step, the last good checkpoint and the command to resume
 */
export async function trainRun(run: TrainRun): Promise<boolean> {
  const { folder, data, training, backend, stages } = run, { model } = training;
  let metric: GeneratorMetric | undefined;
  const tuned = new Set<number>();
  try {
    return await followRun({
      ...run,
      names: {
        stage: (stage) => `Stage ${stage}`,
        stepSize: (network) => `--${network.toLowerCase()}-learning-rate`,
      },
      isFinished: () =>
        stages.every((stage) => training[`step${stage}`] >= model.config[`steps${stage}`]),
      onEvent: async ({ stage, step }) => {
        const earlier = stage === 2 && step === 1 && leads(training) && earlierGenerator(training);
        if (earlier) console.log(earlier);
        if (!run.tune || tuned.has(stage)) return;
        tuned.add(stage);
        await tune(console.log);
      },
    }, async (signal) => {
      const { config } = model, { steps1, evaluateEvery } = config;
      const more = stages.includes(1) && training.step1 < steps1;
      if (leads(training) && more && evaluateEvery <= steps1 && knowsDomains(config)) {
        metric = await createGeneratorMetric(labelledImages(data.train, config), config.seed);
      }
      return runTraining(folder, training, data.train, {
        stages,
        lock: run.lock,
        metric: metric?.score,
        metricTolerance: metric?.tolerance,
        signal,
        deviceLost: backend.deviceLost,
        // In stage 2 the generator stands still.
        onSample: async (stage, step) => {
          if (stage !== 1) return;
          const picture = await writeSamples(folder, model, step);
          await run.events?.picture(1, step, "samples", picture);
        },
        onEvent: run.events?.write,
      });
    });
  } finally {
    metric?.dispose();
  }
}
