/**
 * From options to a run that is ready to train: everything that can be wrong is found out here.
 *
 * @module
 */
import { backendLine, selectBackend, type WantedBackend } from "../lib/backend/select_backend.ts";
import { type Config, configDifference, validateConfig } from "../lib/config.ts";
import { createConfig, type PresetName } from "../lib/presets.ts";
import { loadTraining } from "../lib/training/checkpoint.ts";
import { createTraining } from "../lib/training/training.ts";
import { type CheckpointPosition, readPosition } from "./checkpoint_position.ts";
import { openRunData, type RunDataOptions } from "./open_run_data.ts";
import { checkRunFolder, checkWritable, lastCheckpoint, readRunData } from "./run_folder.ts";
import type { TrainRun } from "./train_run.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** What the user asked for. */
export interface RunRequest {
  /** SPEC of the data; may be left out on resume. */
  readonly data?: string;
  /** Name of a preset; `modern` if left out. */
  readonly preset?: string;
  /** Fields of the config that were given. */
  readonly changes: Partial<Config>;
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
  /** What to type to go on. */
  readonly resumeCommand: string;
  /** How many faces, and where images are packed, where a dry run says so. */
  readonly sample?: Pick<RunDataOptions, "packDir" | "faces">;
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
  const saved = resume ? await readPosition(lastCheckpoint(folder)) : undefined;
  const config = saved ? resumedConfig(saved.config, request) : await newConfig(request);
  const step1 = saved?.step1 ?? 0;
  if (!stages.includes(1) && step1 < config.steps1) {
    throw new UsageError(
      `--stage 2 needs a finished stage 1, but ${step1} of ${config.steps1} steps are done: ` +
        "use --stage both",
    );
  }
  const spec = request.data ?? (resume ? (await readRunData(folder)).spec : undefined);
  if (!spec) throw new UsageError("--data SPEC is required");

  const backend = await preparing(() => selectBackend(request.backend));
  console.log(backendLine(backend));
  const data = await openRunData({ spec, config, print: console.log, ...request.sample });
  if (saved) checkDomains(saved, data.train.domains, spec);
  const training = saved
    ? await preparing(() => loadTraining(lastCheckpoint(folder), config))
    : await preparing(() => createTraining(config, data.train.domains));
  return { folder, data, training, backend, stages, resumeCommand };
}

function newConfig({ preset, changes }: RunRequest): Promise<Config> {
  return preparing(() => createConfig((preset ?? "modern") as PresetName, changes));
}

/** The saved config; options that were given must agree with it. */
function resumedConfig(saved: Config, { preset, changes }: RunRequest): Config {
  const given = { ...saved, ...changes, preset: preset ?? saved.preset };
  const difference = configDifference(saved, given);
  if (difference.length) {
    throw new UsageError(
      `--resume keeps the config of the run, but the options differ (${difference.join("; ")}): ` +
        "leave them out, or train into another folder",
    );
  }
  return validateConfig(saved);
}

function checkDomains(
  { domains }: CheckpointPosition,
  found: readonly string[],
  spec: string,
): void {
  if (domains.join("\n") !== found.join("\n")) {
    throw new UsageError(
      `--data ${spec} has the domains ${found.join(", ")}, the run ${domains.join(", ")}: ` +
        "resume with the data it was trained on",
    );
  }
}
