/**
 * One run: training as the recipe says, with points of the curves on the way.
 *
 * @module
 */
import { assignNetwork } from "../../lib/networks/network.ts";
import { loadModel } from "../../lib/training/checkpoint.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { trainStage1, trainStage2 } from "../../lib/training/train.ts";
import { createTraining, type Training } from "../../lib/training/training.ts";
import type { BenchContext } from "./bench_context.ts";
import { encoderScores, makeFreshFakes } from "./encoder_scores.ts";
import { generatorScores } from "./generator_scores.ts";
import type { EncoderPoint, GeneratorPoint, StageCost } from "./row.ts";
import { shown } from "./show_steps.ts";

/** Points of a generator's curve. */
const POINTS = 4;

/** Trains stage 1; undefined if it was interrupted. */
export async function trainGenerator(context: BenchContext, training: Training) {
  const { config } = training.model, { data, backend, signal } = context;
  const curve: GeneratorPoint[] = [];
  const marks = Array.from(
    { length: POINTS },
    (_, i) => Math.round(config.steps1 * (i + 1) / POINTS),
  );
  const events = trainStage1(training, data.heldOut.train, {
    signal,
    deviceLost: backend.deviceLost,
  });
  let seconds = 0;
  for await (const { step, seconds: now } of shown(events)) {
    seconds = now;
    if (!marks.includes(step)) continue;
    const test = await generatorScores(context, training.model);
    curve.push({ images: step * config.batch, seconds, test });
  }
  if (training.step1 < config.steps1) return undefined;
  return { cost: costOf(config.steps1 * config.batch, seconds), curve };
}

/** Trains stage 2; undefined if it was interrupted. */
export async function trainEncoder(context: BenchContext, training: Training) {
  const { model, model: { config } } = training, { data, backend, budget, signal } = context;
  const fakes = await makeFreshFakes(model);
  const curve: EncoderPoint[] = [];
  const events = trainStage2(training, data.heldOut.train, {
    signal,
    deviceLost: backend.deviceLost,
  });
  let seconds = 0;
  for await (const { step, seconds: now } of shown(events)) {
    seconds = now;
    if (step % budget.curveEvery === 0) {
      curve.push({ step, seconds, ...await encoderScores(context, model, fakes) });
    }
  }
  if (training.step2 < config.steps2) return undefined;
  return { cost: costOf(config.steps2 * config.batch, seconds), curve };
}

/** A run at the start of stage 2 with the networks of a saved model. */
export async function trainingOn(path: string, config: Training["model"]["config"]) {
  const saved = await loadModel(path);
  const training = createTraining(config, saved.domains);
  for (const network of ["generator", "average", "discriminator"] as const) {
    assignNetwork(training.model[network], saved[network]);
  }
  disposeModel(saved);
  training.step1 = config.steps1;
  return training;
}

const costOf = (images: number, seconds: number): StageCost => ({
  seconds,
  images,
  imagesPerSecond: images / seconds,
});
