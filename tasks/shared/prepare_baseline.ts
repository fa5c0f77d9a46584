/**
 * From options to a baseline's run that is ready to train: everything that can be wrong is found out
 * here.
 *
 * @module
 */
import {
  backendLine,
  selectBackend,
  type SelectedBackend,
  type WantedBackend,
} from "../../lib/backend/select_backend.ts";
import { loadBaselineTraining, openBaseline } from "../../lib/baselines/baseline_checkpoint.ts";
import { checkBaselineConfig, createBaselineConfig } from "../../lib/baselines/baseline_config.ts";
import type {
  BaselineConfig,
  BaselineMethod,
  BaselineTraining,
} from "../../lib/baselines/baseline_method.ts";
import { beginBaseline } from "../../lib/baselines/baseline_training.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { CheckpointError } from "../../lib/training/checkpoint_description.ts";
import type { GivenData } from "./choice_options.ts";
import { checkDomains, checkUnchanged, dataOfRun, fewFaces, knownData } from "./known_data.ts";
import { openRunData } from "./open_run_data.ts";
import { checkAllowChanged, checkResumed } from "./resumed_config.ts";
import { checkRunFolder, lastCheckpoint } from "./run_folder.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** What the user asked for. */
export interface BaselineRequest extends GivenData {
  /** Which baseline. */
  readonly method: BaselineMethod;
  /** Fields of the config that were given. */
  readonly changes: Partial<BaselineConfig>;
  /** Fields that may be changed on resume. */
  readonly allowChanged: readonly string[];
  /** Where the run's files go. */
  readonly folder: string;
  /** Whether to go on from the last checkpoint. */
  readonly resume: boolean;
  /** Backend asked for. */
  readonly backend: WantedBackend;
  /** Whether products go to a native BLAS, or its file. */
  readonly blas?: boolean | string;
  /** Threads of wasm; one for each processor, at most 8, if left out. */
  readonly threads?: number;
  /** `--packs` */
  readonly packs?: string;
  /** What to type to go on. */
  readonly resumeCommand: string;
  /** Set for a dry run: where images are packed; of `faces`, only a few are drawn. */
  readonly sample?: { readonly packDir: string };
}

/** A baseline's run, checked and opened. */
export interface BaselineRun {
  /** Where its files go. */
  readonly folder: string;
  /** What it is trained on. */
  readonly data: DataSet;
  /** New, or loaded from the last checkpoint. */
  readonly training: BaselineTraining;
  /** What it computes on. */
  readonly backend: SelectedBackend;
  /** What the user types to go on. */
  readonly resumeCommand: string;
}

/**
 * Checks a request, starts the backend, opens the data, and makes or loads the run. Nothing is
 * written but the packed images.
 *
 * @throws UsageError if any of it is wrong
 */
export async function prepareBaseline(request: BaselineRequest): Promise<BaselineRun> {
  const { method, folder, resume, resumeCommand, changes } = request;
  await checkRunFolder(folder, resume);
  checkAllowChanged(request);
  const saved = resume ? await savedRun(lastCheckpoint(folder)) : undefined;
  const config = saved
    ? resumedConfig(saved.config, request)
    : await preparing(() => createBaselineConfig(method, changes));
  const known = resume ? await knownData(folder, request) : undefined;
  const { spec, choice } = await dataOfRun(request, known);
  const backend = await preparing(() => selectBackend(request.backend, request));
  console.log(backendLine(backend));
  const batch = Math.max(2, method.imagesOfStep(config));
  const data = await openRunData({
    ...{ spec, choice, print: console.log, packs: request.packs },
    config: { ...config, batch },
    ...request.sample && { ...request.sample, faces: fewFaces(batch) },
  });
  if (saved) checkDomains(saved, data.train.domains, spec);
  if (known) checkUnchanged(known, data, request);
  const training = await preparing(() =>
    saved
      ? loadBaselineTraining(lastCheckpoint(folder), { ...request, config })
      : beginBaseline(method, config, data.train.domains)
  );
  return { folder, data, training, backend, resumeCommand };
}

async function savedRun(path: string) {
  try {
    using file = await openBaseline(path);
    return file.description;
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    throw new UsageError(`${error.message}; name another run, or train anew`, { cause: error });
  }
}

/** The saved config, with the changes that may be made. */
function resumedConfig(
  saved: BaselineConfig,
  { method, changes, allowChanged }: BaselineRequest,
): BaselineConfig {
  const given = { ...saved, ...changes };
  checkResumed(method.fields, saved, given, allowChanged);
  return checkBaselineConfig(method, given);
}
