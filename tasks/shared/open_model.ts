/**
 * The model that a task is asked to use, and the data that it knows.
 *
 * @module
 */
import { resolve } from "node:path";
import { sameNames } from "../../lib/data/check_image_set.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { loadModel } from "../../lib/training/checkpoint.ts";
import type { Model } from "../../lib/networks/model.ts";
import { type CheckpointPosition, readPosition } from "./checkpoint_position.ts";
import { choiceOf, type GivenData } from "./choice_options.ts";
import { openRunData } from "./open_run_data.ts";
import { exists, haveChanged, lastCheckpoint, readRunData } from "./run_folder.ts";
import { fromHere } from "./places.ts";
import { findShippedWeights, type ShippedWeights, shippedWeights } from "./shipped_weights.ts";
import { shellCommand } from "./shell_command.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** A checkpoint that can translate, described but not loaded. */
export interface ModelFile extends CheckpointPosition {
  /** The file. */
  readonly path: string;
  /** Where what is made of it goes: the folder it lies in, or that of the shipped weights. */
  readonly folder: string;
  /** Set where it is the weights in the repository, not a run of the user's. */
  readonly shipped?: ShippedWeights;
}

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
  const isFolder = info?.isDirectory ?? false;
  const path = isFolder ? lastCheckpoint(model) : model;
  const position = await readPosition(path);
  if (encoder && position.step2 === 0) {
    throw new UsageError(
      `--model ${model} has no trained encoder yet: finish it with ` +
        shellCommand(["deno", "task", "train"], { out: isFolder ? model : "RUN", resume: true }),
    );
  }
  return { ...position, path, folder: isFolder ? model : path.replace(/[^/\\]*$/, "") || "." };
}

async function findShipped(weights: ShippedWeights): Promise<ModelFile> {
  const { path, folder } = weights;
  if (!await exists(path)) {
    throw new UsageError(
      `The weights that ship with im2im are missing (${fromHere(path)}): restore the file, or ` +
        "name a model of your own with --model RUN",
    );
  }
  return { ...await readPosition(path), path, folder, shipped: weights };
}

/** One line that says which weights these are, where the user named none. */
export function shippedLine({ config, domains, shipped }: ModelFile): string | undefined {
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
  file: ModelFile,
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
