/**
 * A training run as the user sees it: progress, samples, what Ctrl-C and failures leave behind.
 *
 * @module
 */
import { labelledImages } from "../../lib/data/labelled_images.ts";
import { leads } from "../../lib/training/agree.ts";
import { knowsDomains, runTraining } from "../../lib/training/run.ts";
import type { BlownUp } from "../../lib/training/loss_watch.ts";
import type { TrainEvent } from "../../lib/training/train.ts";
import { positionText } from "./checkpoint_position.ts";
import { failedRun } from "./failed_run.ts";
import { createGeneratorMetric, type GeneratorMetric } from "./generator_metric.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { duration, type Progress, startProgress } from "./progress.ts";
import { lastCheckpoint } from "./run_folder.ts";
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
  const interrupt = listenForInterrupt(() => {
    if (leads(training)) console.error("\nStopping after this step; saving");
  });
  const display = createDisplay();
  const started = performance.now();
  try {
    const { config } = model, more = stages.includes(1) && training.step1 < config.steps1;
    if (leads(training) && more && knowsDomains(config)) {
      metric = await createGeneratorMetric(labelledImages(data.train, config), config.seed);
    }
    const events = runTraining(folder, training, data.train, {
      stages,
      lock: run.lock,
      metric: metric?.score,
      signal: interrupt.signal,
      deviceLost: backend.deviceLost,
      // In stage 2 the generator stands still.
      onSample: async (stage, step) => {
        if (stage !== 1) return;
        const picture = await writeSamples(folder, model, step);
        await run.events?.picture(1, step, "samples", picture);
      },
      onEvent: run.events?.write,
    });
    const tuned = new Set<number>();
    for await (const event of events) {
      display.show(event);
      if (!run.tune || tuned.has(event.stage)) continue;
      tuned.add(event.stage);
      await tune(console.log);
    }
  } catch (error) {
    throw await failedRun(error, run);
  } finally {
    display.stop();
    interrupt.stop();
    metric?.dispose();
  }
  const { config } = model;
  const finished = stages.every((stage) => training[`step${stage}`] >= config[`steps${stage}`]);
  if (finished) {
    console.log(`Trained in ${duration((performance.now() - started) / 1000)}`);
  } else {
    console.log(
      `Interrupted at ${positionText({ ...training, config })}; saved to ${
        lastCheckpoint(folder)
      }. ` +
        `Go on with: ${run.resumeCommand}`,
    );
  }
  return finished;
}

/** The newest losses of a stage, shown until there are newer ones. */
type Losses = TrainEvent["losses"];

/** What a loss that has blown up means. */
function blownUpText({ network, loss, usual }: BlownUp, stage: number, step: number): string {
  return `${network}'s loss has blown up: ${
    loss.toPrecision(3)
  } at stage ${stage}, step ${step}, and ` +
    `${
      usual.toPrecision(3)
    } over its first hundred steps. What follows is hardly of use: stop, and ` +
    `train into another folder with a smaller --${network.toLowerCase()}-learning-rate`;
}

/** Shows every event on the bar of its stage. */
function createDisplay() {
  let bar: Progress | undefined, shownStage = 0, newest: Losses = null;
  return {
    show({ stage, step, steps, losses, imagesPerSecond, blownUp }: TrainEvent): void {
      if (!bar || stage !== shownStage) {
        bar?.stop();
        bar = startProgress({ label: `Stage ${stage}`, total: steps, from: step - 1 });
        shownStage = stage;
        newest = null;
      }
      newest = losses ?? newest;
      const values = Object.entries(newest ?? {}).map(([name, v]) => `${name} ${v.toFixed(3)}`);
      for (const loss of blownUp) bar.say(blownUpText(loss, stage, step));
      bar.update(step, [`${imagesPerSecond.toFixed(0)} images/s`, ...values].join("  "));
    },
    stop: () => bar?.stop(),
  };
}
