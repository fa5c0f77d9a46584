/**
 * The engine's calls about a run.
 *
 * @module
 */
import type { Config } from "../../config.ts";
import type { DataSet } from "../../data/image_set.ts";
import { createConfig } from "../../presets.ts";
import { decodeTraining } from "../../training/decode_checkpoint.ts";
import { encodeModel, encodeTraining } from "../../training/encode_checkpoint.ts";
import { checkpointOfBytes } from "../../training/open_checkpoint.ts";
import { type TrainEvent, trainStage1, trainStage2 } from "../../training/train.ts";
import { createTraining, disposeTraining, type Training } from "../../training/training.ts";
import { openFaces } from "../open_faces.ts";
import { packPictures } from "../pack_pictures.ts";
import type { EngineState } from "./engine_state.ts";
import { grid } from "./explore_calls.ts";
import type { Answer, Argument, RunInfo, SavedFile, TrainingData } from "./messages.ts";
import { modelInfo } from "./model_calls.ts";

/** Milliseconds between two notices of progress, two grids of samples, two states that are kept. */
const TELL_MS = 200, SAMPLE_MS = 3000, KEEP_MS = 30_000;
/** Rows of the grid of samples. */
const SAMPLE_ROWS = 4;

/** Makes a run out of data. */
export async function beginRun(
  state: EngineState,
  { data: spec, preset, changes }: Argument<"beginRun">,
): Promise<Answer<"beginRun">> {
  const config = createConfig(preset, changes);
  const data = await openTrainingData(state, spec, config);
  return await takeOver(state, data, () => createTraining(config, data.train.domains));
}

/** Goes on with a saved run. */
export async function loadRun(
  state: EngineState,
  { file: { name, bytes }, data: spec, changes = {} }: Argument<"loadRun">,
): Promise<Answer<"loadRun">> {
  const config = { ...checkpointOfBytes(name, bytes).description.config, ...changes };
  const data = spec && await openTrainingData(state, spec, config);
  return await takeOver(state, data, () => decodeTraining(name, bytes, config));
}

/** Puts a run in the place of the one before, which stays if the new one cannot be made. */
async function takeOver(
  state: EngineState,
  data: DataSet | undefined,
  make: () => Training,
): Promise<RunInfo> {
  await stopLoop(state);
  let training: Training;
  try {
    training = make();
  } catch (error) {
    data?.[Symbol.dispose]();
    throw error;
  }
  if (state.run) {
    disposeTraining(state.run.training);
    state.run.data?.[Symbol.dispose]();
  }
  state.run = { training, data };
  await tellSamples(state);
  return runInfo(state);
}

function openTrainingData(
  state: EngineState,
  spec: TrainingData,
  { size, seed, heldOut }: Config,
): Promise<DataSet> {
  const onProgress = (done: number, total: number) =>
    state.tell({ kind: "progress", of: spec.kind, done, total });
  if (spec.kind === "pictures") {
    return packPictures(spec.folders, { size, seed, heldOut, onProgress });
  }
  return openFaces({ size, seed, train: spec.train, heldOut: 64 }, { onProgress });
}

/** Trains until both stages are done or the run is paused. */
export async function train(state: EngineState): Promise<Answer<"train">> {
  const { training, data } = runOf(state);
  if (state.loop) throw new Error("The run is being trained already");
  if (!data) throw new Error("The run has no pictures to train on: choose them first");
  const stop = new AbortController(), ended = Promise.withResolvers<void>();
  state.loop = { stop, ended: ended.promise };
  try {
    const options = { signal: stop.signal, deviceLost: state.deviceLost };
    if (training.step1 < training.model.config.steps1) {
      await follow(state, training, trainStage1(training, data.train, options));
    }
    if (training.step1 >= training.model.config.steps1 && !stop.signal.aborted) {
      await follow(state, training, trainStage2(training, data.train, options));
    }
    await tellSamples(state);
    await keep(state, training);
  } finally {
    state.loop = undefined;
    ended.resolve();
  }
  return runInfo(state);
}

/** Tells the page how it goes, now and then. */
async function follow(
  state: EngineState,
  training: Training,
  events: AsyncGenerator<TrainEvent>,
): Promise<void> {
  const { batch } = training.model.config;
  let told = 0, sampled = performance.now(), kept = performance.now();
  for await (const { stage, step, steps, losses, imagesPerSecond } of events) {
    const now = performance.now(), last = step === steps;
    if (losses || last || now - told > TELL_MS) {
      const left = (steps - step) * batch / imagesPerSecond;
      state.tell({ kind: "trained", stage, step, steps, losses, imagesPerSecond, left });
      told = now;
    }
    if (now - sampled > SAMPLE_MS) {
      await tellSamples(state);
      sampled = performance.now();
    }
    if (now - kept > KEEP_MS && losses) {
      await keep(state, training);
      kept = performance.now();
    }
  }
}

async function tellSamples(state: EngineState): Promise<void> {
  const { training } = runOf(state), { seed } = training.model.config;
  const rows = await grid(state, { model: "run", seed, rows: SAMPLE_ROWS });
  state.tell({ kind: "samples", step: training.step1 + training.step2, rows });
}

async function keep(state: EngineState, training: Training): Promise<void> {
  const { step1, step2 } = training;
  const file = { name: fileName(training, "run"), bytes: await encodeTraining(training) };
  state.tell({ kind: "kept", file, step1, step2 });
}

/** Ends training after the step in progress. */
export async function pause(state: EngineState): Promise<Answer<"pause">> {
  await stopLoop(state);
  return runInfo(state);
}

async function stopLoop({ loop }: EngineState): Promise<void> {
  loop?.stop.abort();
  await loop?.ended;
}

/** The whole run as a file. */
export async function saveRun(state: EngineState): Promise<SavedFile> {
  const { training } = runOf(state);
  return { name: fileName(training, "run"), bytes: await encodeTraining(training) };
}

/** Its networks alone as a file. */
export async function saveModel(state: EngineState): Promise<SavedFile> {
  const { training } = runOf(state);
  return { name: fileName(training, "model"), bytes: await encodeModel(training) };
}

const fileName = ({ model, step1, step2 }: Training, kind: string) =>
  `${model.domains.join("-").replace(/[^\p{L}\p{N}-]/gu, "_")}-${kind}-${
    step1 + step2
  }.safetensors`;

function runOf({ run }: EngineState): NonNullable<EngineState["run"]> {
  if (!run) throw new Error("No run has begun: begin one first");
  return run;
}

function runInfo(state: EngineState): RunInfo {
  const { training, data } = runOf(state), { step1, step2, model } = training;
  return {
    ...modelInfo("the run in progress", model),
    step1,
    step2,
    counts: data?.train.counts ?? [],
    skipped: data?.skipped.map(({ file, reason }) => `${file}: ${reason}`) ?? [],
  };
}
