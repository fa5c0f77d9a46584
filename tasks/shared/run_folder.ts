/**
 * The folder of a run: whether it is free, whether it can be written, and which data were trained
 * on.
 *
 * @module
 */
import { dirname, resolve } from "node:path";
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import type { DataSet, Skipped } from "../../lib/data/image_set.ts";
import type { PictureChoice } from "../../lib/data/picture_choice.ts";
import { isOldFingerprint } from "../../lib/data/stamps.ts";
import { LOCK_FILE, lockRun, type RunLock, RunLockedError } from "../../lib/training/lock_run.ts";
import { holdsRun, runFiles } from "../../lib/training/run_folder.ts";
import { placeOfUser, specFromHere } from "./places.ts";
import { UsageError } from "./usage_error.ts";

/** The tasks' own file in a run's folder: which data it was trained on. */
const DATA_FILE = "data.json";

/** What a run was trained on. */
export interface RunData {
  /** As `--data` takes it. */
  readonly spec: string;
  /** Which of its pictures, and which part of each; older runs say nothing, and use the middle of all. */
  readonly choice?: PictureChoice;
  /** The placeOfUser that it was typed in. */
  readonly from?: string;
  /** Names of the domains, in the order of their labels. */
  readonly domains: readonly string[];
  /** Files that were left out, and why. */
  readonly skipped: readonly Skipped[];
  /** That of the data set; older runs have none. */
  readonly fingerprint?: string;
}

/** Whether there is something at the path. */
export async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, (error) => {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  });
}

/** The checkpoint that a run goes on from. */
export function lastCheckpoint(folder: string): string {
  return `${folder}/${runFiles.last}`;
}

/**
 * Claims a run's folder for this process.
 *
 * @throws UsageError that names the process which trains into it
 */
export function lockRunFolder(folder: string): RunLock {
  try {
    return lockRun(folder);
  } catch (error) {
    if (!(error instanceof RunLockedError)) throw error;
    throw new UsageError(`--out ${error.message}`, { cause: error });
  }
}

/** Removes all that is in a run's folder, but for its lock. */
export async function emptyRunFolder(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    if (name !== LOCK_FILE) await Deno.remove(`${folder}/${name}`, { recursive: true });
  }
}

/**
 * Checks that a run can go to a folder, and leaves nothing behind.
 *
 * @param folder what `--out` names
 * @param resume whether the run that is there shall go on
 * @throws UsageError if a run is there and shall not go on, or the reverse, or the folder cannot be
 * written
 */
export async function checkRunFolder(folder: string, resume: boolean): Promise<void> {
  await checkWritable(folder, "--out");
  const last = await exists(lastCheckpoint(folder));
  if (!resume && await holdsRun(folder)) {
    throw new UsageError(
      `--out ${folder} holds a run already: go on with --resume, or name another folder`,
    );
  }
  if (resume && !last) {
    throw new UsageError(
      `--out ${folder} holds no checkpoint to resume from: leave out --resume, or name a run`,
    );
  }
}

/**
 * Checks that a folder is there or can be made, and can be written to: an empty file is made where
 * it is or would be, and removed.
 *
 * @throws UsageError that names the option
 */
export async function checkWritable(folder: string, option: string): Promise<void> {
  try {
    let place = resolve(folder);
    while (!await existsBelowFolder(place)) place = dirname(place);
    if (!(await Deno.stat(place)).isDirectory) {
      throw new UsageError(`${option} ${folder} is a file, or below one: name a folder`);
    }
    await Deno.remove(await Deno.makeTempFile({ dir: place, prefix: ".im2im-" }));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `${option} ${folder} cannot be written: name a folder that you may write to`,
      { cause: error },
    );
  }
}

/** Like {@linkcode exists}; a path below a file counts as missing. */
async function existsBelowFolder(path: string): Promise<boolean> {
  return await exists(path).catch((error) => {
    if (error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  });
}

/**
 * Makes the folder and notes the data. This proves before any work that the folder can be written.
 *
 * @throws UsageError if that fails
 */
export async function prepareRunFolder(
  folder: string,
  { spec, choice, train, skipped, fingerprint }: DataSet,
): Promise<void> {
  const from = placeOfUser(), { domains } = train;
  const data: RunData = { spec, choice, from, domains, skipped, fingerprint };
  try {
    await Deno.mkdir(`${folder}/samples`, { recursive: true });
    await atomicWrite(`${folder}/${DATA_FILE}`, JSON.stringify(data, null, 2) + "\n");
  } catch (error) {
    throw new UsageError(
      `--out ${folder} cannot be written (${(error as Error).message}): ` +
        "name a folder that you may write to, on a disk with space",
      { cause: error },
    );
  }
}

/**
 * Whether pictures or their split are known to differ from those a run was trained on. A run of an
 * older version does not record them, and a message says so.
 *
 * @param known what the run notes
 * @param data what there is now
 * @param print where it is said
 */
export function haveChanged(
  { fingerprint }: RunData,
  data: DataSet,
  print: (line: string) => void,
): boolean {
  if (fingerprint === undefined || isOldFingerprint(fingerprint)) {
    print(
      "The run is of an older version, which noted its pictures otherwise: whether they have changed " +
        "since it began is not known",
    );
    return false;
  }
  return fingerprint !== data.fingerprint;
}

/**
 * Reads which data a run was trained on.
 *
 * @throws UsageError if the folder does not say
 */
export async function readRunData(folder: string): Promise<RunData> {
  try {
    const data = JSON.parse(await Deno.readTextFile(`${folder}/${DATA_FILE}`)) as RunData;
    if (typeof data.spec !== "string") throw new TypeError("no spec");
    return { ...data, spec: specFromHere(data.spec, data.from) };
  } catch (error) {
    throw new UsageError(
      `${folder}/${DATA_FILE} does not say which data the run was trained on: give --data SPEC`,
      { cause: error },
    );
  }
}
