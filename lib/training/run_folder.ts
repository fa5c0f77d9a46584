/**
 * The files of a run in its folder, and whether a run may go there.
 *
 * @module
 */
import { updatesOf } from "./checkpoint_description.ts";
import { openArrays } from "./open_checkpoint.ts";

/** The files of a run, in its folder. */
export const runFiles = {
  /** The run as of its last checkpoint: resumed from, translated and evaluated with. */
  last: "last.safetensors",
  /** The networks with the best stage-1 metric. */
  best: "best.safetensors",
  /** One JSON line for every reading of the losses. */
  log: "losses.jsonl",
  /** The configuration, for people to read; a checkpoint holds its own copy. */
  config: "config.json",
  /** What the run began with and what was changed on the way, where there is something to tell. */
  history: "history.json",
} as const;

/**
 * Sees to it that nothing of another run is left that a new one could be taken for, or go on with.
 *
 * @param folder of the run
 * @param isNew whether nothing of the run was trained yet; one that goes on is left alone
 * @param overwrite whether another run that is there may go
 * @throws Error before anything is touched if a new run would take the place of another
 */
export async function makeRoom(
  folder: string,
  isNew: boolean,
  overwrite: boolean = false,
): Promise<void> {
  if (!isNew) return;
  if (await holdsRun(folder) && !overwrite) {
    throw new Error(
      `${folder} holds a run already: go on with loadTraining("${folder}/${runFiles.last}"), ` +
        "name another folder, or set the option overwrite",
    );
  }
  const { last, best, history } = runFiles;
  for (const name of [last, best, history]) {
    await Deno.remove(`${folder}/${name}`).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }
}

/**
 * Whether a folder holds a run, of whatever method, that has trained something. One that cannot be read
 * counts as such, and so does a best checkpoint that is all that is left of one.
 */
export async function holdsRun(folder: string): Promise<boolean> {
  try {
    using file = await openArrays(`${folder}/${runFiles.last}`);
    return updatesOf(file.header.metadata)?.some((count) => count > 0) ?? true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) return true;
    return await Deno.stat(`${folder}/${runFiles.best}`).then(() => true, () => false);
  }
}
