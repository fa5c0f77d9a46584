/**
 * The model that a task is asked to use.
 *
 * @module
 */
import { loadModel } from "../lib/training/checkpoint.ts";
import type { Model } from "../lib/training/model.ts";
import { type CheckpointPosition, readPosition } from "./checkpoint_position.ts";
import { lastCheckpoint } from "./run_folder.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** A checkpoint that can translate, described but not loaded. */
export interface ModelFile extends CheckpointPosition {
  /** The file. */
  readonly path: string;
  /** The folder it lies in. */
  readonly folder: string;
}

/**
 * Finds the checkpoint of `--model` and sees to it that its encoder is trained.
 *
 * @param model a run's folder, or a checkpoint's file
 * @throws UsageError if there is none, or stage 2 has not begun
 */
export async function findModel(model: string): Promise<ModelFile> {
  const isFolder = await Deno.stat(model).then((info) => info.isDirectory, () => false);
  const path = isFolder ? lastCheckpoint(model) : model;
  const position = await readPosition(path);
  if (position.step2 === 0) {
    throw new UsageError(
      `--model ${model} has no trained encoder yet: finish it with deno task train --out ` +
        `${isFolder ? model : "RUN"} --resume`,
    );
  }
  return { ...position, path, folder: isFolder ? model : path.replace(/[^/\\]*$/, "") || "." };
}

/**
 * Loads what {@linkcode findModel} found; a backend must run.
 *
 * @throws UsageError if the file's arrays do not fit its config
 */
export async function openModel({ path }: ModelFile): Promise<Model> {
  return await preparing(() => loadModel(path));
}
