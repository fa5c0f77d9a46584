/**
 * The model that a task is asked to use, and the data that it knows.
 *
 * @module
 */
import { resolve } from "node:path";
import {
  type LoadedTranslator,
  loadTranslator,
  openBaseline,
} from "../../lib/baselines/baseline_checkpoint.ts";
import { baselines } from "../../lib/baselines/baselines.ts";
import type { Config } from "../../lib/config.ts";
import { sameNames } from "../../lib/data/check_image_set.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { loadModel } from "../../lib/training/checkpoint.ts";
import type { Model } from "../../lib/networks/model.ts";
import { TWO_STEP } from "../../lib/training/checkpoint_description.ts";
import { methodOfFile } from "./any_training.ts";
import { type CheckpointPosition, readPosition } from "./checkpoint_position.ts";
import { choiceOf, type GivenData } from "./choice_options.ts";
import { openRunData } from "./open_run_data.ts";
import { exists, haveChanged, lastCheckpoint, readRunData } from "./run_folder.ts";
import { fromHere } from "./places.ts";
import { findShippedWeights, type ShippedWeights, shippedWeights } from "./shipped_weights.ts";
import { shellCommand } from "./shell_command.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** A checkpoint of any method that can translate, described but not loaded. */
export interface AnyModelFile {
  /** The method that it is of. */
  readonly method: string;
  /** The file. */
  readonly path: string;
  /** Where what is made of it goes: the folder it lies in, or that of the shipped weights. */
  readonly folder: string;
  /** What its pictures were: side, and how they were split. */
  readonly config: Pick<Config, "size" | "heldOut" | "seed">;
  /** Names of its domains. */
  readonly domains: readonly string[];
  /** The domains that it translates to; all of them if unset. */
  readonly targets?: readonly string[];
  /** Set where it is the weights in the repository, not a run of the user's. */
  readonly shipped?: ShippedWeights;
}

/** A checkpoint of the two-step method that can translate. */
export interface ModelFile extends AnyModelFile, CheckpointPosition {
  /** The config it was saved under. */
  readonly config: Config;
}

/** What translates: the two-step method's model, or another method's translation. */
export type AnyModel = Model | LoadedTranslator;

/**
 * Finds the checkpoint of `--model`, of whatever method.
 *
 * @param model a run's folder, a checkpoint's file, or the shipped weights' name; these if left out
 * @throws UsageError if there is none, or it is not trained yet
 */
export async function findAnyModel(model?: string): Promise<AnyModelFile> {
  if (model === undefined) return await findModel();
  const { path, folder, isFolder } = await fileOfModel(model);
  const method = await methodOfFile(path);
  if (!Object.hasOwn(baselines, method)) return await findModel(model);
  const { config, domains, step1, targets } = await preparing(() => describeBaseline(path));
  if (step1 === 0) {
    throw new UsageError(`--model ${model} is not trained yet: ${trainOn(model, isFolder)}`);
  }
  return { method, path, folder, config, domains, targets };
}

async function describeBaseline(path: string) {
  using file = await openBaseline(path);
  const { method, config, domains, step1 } = file.description;
  return { config, domains, step1, targets: method.targets?.(config, domains) };
}

/** The file that a name stands for, and the folder it lies in. */
async function fileOfModel(model: string) {
  const isFolder = await Deno.stat(model).then((info) => info.isDirectory, () => false);
  const path = isFolder ? lastCheckpoint(model) : model;
  return { path, folder: isFolder ? model : path.replace(/[^/\\]*$/, "") || ".", isFolder };
}

const trainOn = (model: string, isFolder: boolean) =>
  "finish it with " +
  shellCommand(["deno", "task", "train"], { out: isFolder ? model : "RUN", resume: true });

/**
 * Finds the checkpoint of `--model` and sees to it that its encoder is trained.
 *
 * @param model a run's folder, a checkpoint's file, or the shipped weights' name; these if left out
 * @param weights those that ship
 * @param needs whether the encoder is of use; it is if left out
 * @throws UsageError if there is none, or stage 2 has not begun although the encoder is needed
 */
export async function findModel(
  model?: string,
  weights: ShippedWeights = shippedWeights,
  { encoder = true }: { readonly encoder?: boolean } = {},
): Promise<ModelFile> {
  if (model === undefined || resolve(model) === weights.path) return await findShipped(weights);
  const info = await Deno.stat(model).catch(() => undefined);
  const named = info ? undefined : findShippedWeights(model);
  if (named) return await findShipped(named);
  const { path, folder, isFolder } = await fileOfModel(model), position = await readPosition(path);
  if (encoder && position.step2 === 0) {
    throw new UsageError(
      `--model ${model} has no trained encoder yet: ${trainOn(model, isFolder)}`,
    );
  }
  return { ...position, method: TWO_STEP, path, folder };
}

async function findShipped(weights: ShippedWeights): Promise<ModelFile> {
  const { path, folder } = weights;
  if (!await exists(path)) {
    throw new UsageError(
      `The weights that ship with im2im are missing (${fromHere(path)}): restore the file, or ` +
        "name a model of your own with --model RUN",
    );
  }
  return { ...await readPosition(path), method: TWO_STEP, path, folder, shipped: weights };
}

/** One line that says which weights these are, where the user named none. */
export function shippedLine({ config, domains, shipped }: AnyModelFile): string | undefined {
  if (!shipped) return undefined;
  const { path, card, data, terms } = shipped;
  return `Model: the shipped weights ${fromHere(path)}, ${domains.join(", ")} at ` +
    `${config.size}x${config.size}, trained on ${data}; about them: ${fromHere(card)}` +
    (terms ? `\nTerms: ${terms}` : "");
}

/**
 * Loads what {@linkcode findModel} found; a backend must run.
 *
 * @throws UsageError if the file's arrays do not fit its config
 */
export async function openModel({ path }: ModelFile): Promise<Model> {
  return await preparing(() => loadModel(path));
}

/**
 * Loads what {@linkcode findAnyModel} found; a backend must run.
 *
 * @throws UsageError if the file's arrays do not fit its config
 */
export async function openAnyModel({ method, path }: AnyModelFile): Promise<AnyModel> {
  return await preparing<AnyModel>(async () =>
    method === TWO_STEP ? await loadModel(path) : await loadTranslator(path)
  );
}

/**
 * Opens data of the model's domains, at its size; says so where they are not those it was trained on
 * any more.
 *
 * @param file the model
 * @param given `--data`, `--crop` and `--without`, what the model was trained on if left out; and
 *   `--packs`
 * @param print where messages go
 * @throws UsageError if it is not known what that was, or the domains are others
 */
export async function openModelData(
  file: AnyModelFile,
  given: GivenData & { readonly packs?: string },
  print: (line: string) => void,
): Promise<DataSet> {
  const known = given.data ?? file.shipped?.spec;
  if (known === undefined && file.shipped) {
    const { name, data, card } = file.shipped;
    throw new UsageError(
      `${name} was trained on ${data}, which do not come with im2im: name data with --data, as ` +
        `${fromHere(card)} says`,
    );
  }
  const trained = known === undefined ? await readRunData(file.folder) : undefined;
  const spec = known ?? trained!.spec;
  const noted = trained ?? await readRunData(file.folder).catch(() => undefined);
  const { size, heldOut, seed } = file.config;
  const data = await openRunData({
    spec,
    choice: choiceOf(given, file.shipped ? undefined : noted),
    config: { size, heldOut, seed },
    print,
    packs: given.packs,
  });
  if (!sameNames(data.train.domains, file.domains)) {
    throw new UsageError(
      `--data ${spec} has the domains ${data.train.domains.join(", ")}, the model ` +
        `${file.domains.join(", ")}: name data with the model's domains`,
    );
  }
  if (trained && haveChanged(trained, data, print)) {
    print(
      `The pictures of ${spec} have changed since the run began: some that it was trained on may ` +
        "be held out now, which flatters the scores",
    );
  }
  return data;
}
