/**
 * From options to a run that is ready to train: everything that can be wrong is found out here.
 *
 * @module
 */
import { checkStepMemory } from "../../lib/training/check_step_memory.ts";
import { dirname } from "node:path";
import {
  backendLine,
  selectBackend,
  type WantedBackend,
} from "../../lib/backend/select_backend.ts";
import { type Config, configFields, type ConfigKey, validateConfig } from "../../lib/config.ts";
import { createConfig, type PresetName } from "../../lib/presets.ts";
import type { Ranks } from "../../lib/kernels/mpi/ranks.ts";
import { loadModel, loadTraining } from "../../lib/training/checkpoint.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { runFiles } from "../../lib/training/run.ts";
import { shareTraining } from "../../lib/training/share_training.ts";
import {
  createStage2Training,
  createTraining,
  earlierBest,
  type Training,
} from "../../lib/training/training.ts";
import { givenWithoutEffect } from "./config_options.ts";
import { type CheckpointPosition, positionText, readPosition } from "./checkpoint_position.ts";
import { findOrigin, fineTuned, fineTunedConfig } from "./fine_tune.ts";
import { checkDomains, checkUnchanged, dataOfRun, fewFaces, knownData } from "./known_data.ts";
import { openRunData } from "./open_run_data.ts";
import { checkAllowChanged, checkResumed } from "./resumed_config.ts";
import { checkRunFolder, checkWritable, lastCheckpoint } from "./run_folder.ts";
import type { TrainRun } from "./prepared_run.ts";
import { checkTunable } from "./tune.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** What the user asked for. */
export interface RunRequest {
  /** SPEC of the data; may be left out on resume. */
  readonly data?: string;
  /** Which of its pictures, and which part of each: `--crop` and `--without`; may be left out on resume. */
  readonly crop?: string;
  /** See crop. */
  readonly without?: string;
  /** Name of a preset; `modern` if left out. */
  readonly preset?: string;
  /** Fields of the config that were given. */
  readonly changes: Partial<Config>;
  /** A run, or its file, whose generator is taken over. */
  readonly generator?: string;
  /** A run, or its file, whose weights a new run begins with. */
  readonly from?: string;
  /** Whether E then learns beside G. */
  readonly together?: boolean;
  /** Fields that may be changed on resume. */
  readonly allowChanged?: readonly ConfigKey[];
  /** Where the run's files go. */
  readonly folder: string;
  /** Whether to go on from the last checkpoint. */
  readonly resume: boolean;
  /** Whether a run that is in the folder may be thrown away. */
  readonly overwrite?: boolean;
  /** Which stages. */
  readonly stages: readonly (1 | 2)[];
  /** Backend asked for. */
  readonly backend: WantedBackend;
  /** Whether products go to a native BLAS, or its file. */
  readonly blas?: boolean | string;
  /** Threads of wasm; one for each processor, at most 8, if left out. */
  readonly threads?: number;
  /** Who shares the training. */
  readonly ranks?: Ranks;
  /** Whether to tune the kernels' tiles. */
  readonly tune?: boolean;
  /** What to type to go on. */
  readonly resumeCommand: string;
  /** `--packs` */
  readonly packs?: string;
  /** Set for a dry run: where images are packed; of `faces`, only a few are drawn. */
  readonly sample?: { readonly packDir: string };
}

/**
 * Checks a request, starts the backend, opens the data, and makes or loads the run. Nothing is
 * written but the packed images.
 *
 * @throws UsageError if any of it is wrong
 */
export async function prepareRun(request: RunRequest): Promise<TrainRun> {
  const { folder, resume, stages, resumeCommand } = request;
  if (request.overwrite && !resume) await checkWritable(folder, "--out");
  else await checkRunFolder(folder, resume);
  checkOneStart(request);
  const saved = resume ? await readPosition(lastCheckpoint(folder)) : undefined;
  const generator = request.generator ? await findGenerator(request.generator) : undefined;
  const origin = request.from ? await findOrigin(request.from) : undefined;
  const config = saved
    ? resumedConfig(saved.config, request)
    : origin
    ? await fineTunedConfig(origin, request)
    : await newConfig(request, generator?.config);
  const step1 = saved?.step1 ?? generator?.step1 ?? 0;
  if (!stages.includes(1) && step1 < config.steps1) {
    throw new UsageError(
      `--stage 2 needs a finished stage 1, but ${step1} of ${config.steps1} steps are done: ` +
        "use --stage both",
    );
  }
  const from = resume ? folder : generator?.folder;
  const known = from ? await knownData(from, request) : undefined;
  const { spec, choice } = await dataOfRun(request, known);

  const backend = await preparing(() => selectBackend(request.backend, request));
  console.log(backendLine(backend));
  givenWithoutEffect(config, request.changes).forEach((line) => console.log(line));
  if (request.tune) checkTunable(backend);
  const share = { ...config, batch: config.batch / (request.ranks?.size ?? 1) };
  for (const stage of stages) checkStepMemory(share, 2, stage); // more domains hardly count
  const data = await openRunData({
    ...{ spec, choice, config, print: console.log, packs: request.packs },
    ...request.sample && { ...request.sample, faces: fewFaces(config.batch) },
  });
  const before = saved ?? generator;
  if (before) checkDomains(before, data.train.domains, spec);
  if (saved && known) checkUnchanged(known, data, request);
  const training = await preparing(async () => {
    if (saved) return await loadTraining(lastCheckpoint(folder), config, request);
    const begun = origin
      ? await fineTuned(origin, config, data.train.domains)
      : generator
      ? await stage2On(generator.path, config)
      : createTraining(config, data.train.domains);
    return request.ranks ? shareTraining(begun, request.ranks) : begun;
  });
  return { folder, data, training, backend, stages, resumeCommand, tune: request.tune };
}

function checkOneStart({ resume, generator, from, together, allowChanged }: RunRequest): void {
  const starts = Object.entries({ "--generator": generator, "--from": from })
    .flatMap(([option, value]) => value ? [option] : []);
  if (starts.length > 1) {
    throw new UsageError("--generator and --from each begin a run: give one of them");
  }
  if (resume && starts.length) {
    throw new UsageError(
      `${starts[0]} begins a run and --resume goes on with one: give one of them`,
    );
  }
  if (together && !from) {
    throw new UsageError(
      "--together trains on from weights: give --from RUN, or leave it out with --resume, which knows",
    );
  }
  checkAllowChanged({ resume, allowChanged });
}

/** A preset with changes; or the config of the generator's run with changes. */
function newConfig({ preset, changes }: RunRequest, generator?: Config): Promise<Config> {
  if (generator && preset) {
    throw new UsageError("--preset cannot change a trained generator: leave it out");
  }
  if (generator && changes.steps1 !== undefined && changes.steps1 !== generator.steps1) {
    throw new UsageError(
      `--steps1 ${changes.steps1} cannot change a trained generator, which has ` +
        `${generator.steps1} steps: leave it out`,
    );
  }
  return preparing(() =>
    generator
      ? validateConfig({ ...generator, ...changes })
      : createConfig((preset ?? "modern") as PresetName, changes)
  );
}

/** The checkpoint of `--generator`; before stage 2, the best one of a run. */
async function findGenerator(
  name: string,
): Promise<CheckpointPosition & { path: string; folder: string }> {
  const isFolder = await Deno.stat(name).then((info) => info.isDirectory, () => false);
  const folder = isFolder ? name : dirname(name);
  const last = isFolder ? lastCheckpoint(name) : name;
  const position = await readPosition(last);
  if (position.step1 < position.config.steps1) {
    throw new UsageError(
      `--generator ${name} is at ${positionText(position)}: finish its stage 1 first, or shorten ` +
        "it with --resume --steps1 N",
    );
  }
  const path = isFolder && position.step2 === 0 ? await bestOf(folder, position) : last;
  return { ...position, path, folder };
}

/** The checkpoint of a run's best generator, which may be the last. */
async function bestOf(folder: string, run: CheckpointPosition): Promise<string> {
  const best = earlierBest(run);
  if (!best) return lastCheckpoint(folder);
  const path = `${folder}/${runFiles.best}`, position = await readPosition(path);
  if (position.step1 === best.step) return path;
  throw new UsageError(
    `${path} is of step ${position.step1}, not of step ${best.step}, where the run in ${folder} was ` +
      `best: put the right file there, or name ${lastCheckpoint(folder)}`,
  );
}

async function stage2On(path: string, config: Config): Promise<Training> {
  const trained = await loadModel(path);
  try {
    return createStage2Training(trained, config);
  } finally {
    disposeModel(trained);
  }
}

/** The saved config, with the changes that may be made; loadTraining refuses any other difference. */
function resumedConfig(saved: Config, { preset, changes, allowChanged = [] }: RunRequest): Config {
  const given = { ...saved, ...changes, preset: preset ?? saved.preset };
  checkResumed(configFields, saved, given, allowChanged);
  return validateConfig(given);
}
