/**
 * `--from`: a new run that begins with trained weights.
 *
 * @module
 */
import { type Config, validateConfig } from "../../lib/config.ts";
import { sha256 } from "../../lib/data/digest.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { loadModel } from "../../lib/training/checkpoint.ts";
import { createFineTuning } from "../../lib/training/fine_tuning.ts";
import type { Origin } from "../../lib/training/run_history.ts";
import { togetherConfig } from "../../lib/training/together_config.ts";
import type { Training } from "../../lib/training/training.ts";
import { readPosition } from "./checkpoint_position.ts";
import { lastCheckpoint } from "./run_folder.ts";
import { findShippedWeights } from "./shipped_weights.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** Weights that a run is to begin with. */
export interface FoundOrigin {
  /** Their file. */
  readonly path: string;
  /** The config that they were trained under. */
  readonly config: Config;
  /** What the run's history will say of them. */
  readonly origin: Origin;
}

/**
 * Finds the weights of `--from`.
 *
 * @param name a run, a checkpoint's file, or the name of the shipped weights
 * @throws UsageError if there are none
 */
export async function findOrigin(name: string): Promise<FoundOrigin> {
  const isFolder = await Deno.stat(name).then((info) => info.isDirectory, () => false);
  const isThere = isFolder || await Deno.stat(name).then(() => true, () => false);
  const path = isFolder
    ? lastCheckpoint(name)
    : isThere
    ? name
    : findShippedWeights(name)?.path ?? name;
  const { config, domains } = await readPosition(path);
  return {
    path,
    config,
    origin: {
      file: path === name || isFolder ? path : name,
      sha256: await sha256(await Deno.readFile(path)),
      domains,
    },
  };
}

/** What a run that begins with weights was asked for. */
interface FineTuneRequest {
  readonly preset?: string;
  readonly together?: boolean;
  readonly changes: Partial<Config>;
}

/**
 * The config of the weights, with changes; those of {@linkcode togetherConfig} first, where asked for.
 *
 * @throws UsageError if it is not a config, or a preset is given
 */
export function fineTunedConfig(
  { config }: FoundOrigin,
  { preset, together, changes }: FineTuneRequest,
): Promise<Config> {
  if (preset) {
    throw new UsageError("--from brings the config of its weights, --preset another: leave it out");
  }
  return preparing(() =>
    together ? togetherConfig(config, changes) : validateConfig({ ...config, ...changes })
  );
}

/**
 * A run at step 0 that begins with the weights; a backend must run.
 *
 * @throws RangeError if the config gives the networks other shapes
 */
export async function fineTuned(
  { path, origin }: FoundOrigin,
  config: Config,
  domains: readonly string[],
): Promise<Training> {
  const trained = await loadModel(path);
  try {
    return createFineTuning(trained, config, domains, origin);
  } finally {
    disposeModel(trained);
  }
}
