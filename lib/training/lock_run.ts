/**
 * One process a run: two that train into one folder would take turns in overwriting each other.
 *
 * @module
 */
import { dirname, resolve } from "node:path";
import { tryLockFile } from "../checkpoint/lock_file.ts";

/** The file, in the run's folder, that says who trains into it. */
export const LOCK_FILE = ".lock";

/** A folder that this process alone trains into; dispose of it when done. */
export interface RunLock extends Disposable {
  /** The folder. */
  readonly folder: string;
}

/** Another process, or another loop of this one, trains into the folder. */
export class RunLockedError extends Error {
  /** Creates the error. */
  constructor(message: string) {
    super(message);
    this.name = "RunLockedError";
  }
}

/**
 * Claims a run's folder, which is made if need be. A folder that was made and is still empty when the
 * claim ends goes with it: a run that is refused leaves nothing.
 *
 * @param folder of the run
 * @returns the lock, which ends with the process at the latest
 * @throws RunLockedError that names the process which has it
 */
export function lockRun(folder: string): RunLock {
  const made = foldersToMake(resolve(folder));
  Deno.mkdirSync(folder, { recursive: true });
  const path = `${folder}/${LOCK_FILE}`;
  const lock = tryLockFile(path, `process ${Deno.pid}${host()} since ${new Date().toISOString()}`);
  if (lock) {
    const release = () => {
      lock[Symbol.dispose]();
      removeEmpty(made);
    };
    return { folder, [Symbol.dispose]: release };
  }
  throw new RunLockedError(
    `${folder} is being trained by ${
      holder(path)
    }: wait until it is done, stop it, or name another ` +
      "folder",
  );
}

/** A folder and those above it that are not there yet, the innermost first. */
function foldersToMake(folder: string): string[] {
  try {
    Deno.lstatSync(folder);
    return [];
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return [folder, ...foldersToMake(dirname(folder))];
  }
}

/** Removes folders, the innermost first, until one holds something. */
function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      Deno.removeSync(folder);
    } catch {
      return;
    }
  }
}

/** What the file says; where a locked file cannot be read, only that there is somebody. */
function holder(path: string): string {
  try {
    return Deno.readTextFileSync(path).trim() || "another process";
  } catch {
    return "another process";
  }
}

/** The machine, where it may be asked for: a folder may lie on a network. */
function host(): string {
  const { state } = Deno.permissions.querySync({ name: "sys", kind: "hostname" });
  return state === "granted" ? ` on ${Deno.hostname()}` : "";
}
