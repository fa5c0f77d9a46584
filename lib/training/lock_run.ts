/**
 * One process a run: two that train into one folder would take turns in overwriting each other.
 *
 * @module
 */
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
 * Claims a run's folder, which is made if need be.
 *
 * @param folder of the run
 * @returns the lock, which ends with the process at the latest
 * @throws RunLockedError that names the process which has it
 */
export function lockRun(folder: string): RunLock {
  Deno.mkdirSync(folder, { recursive: true });
  const path = `${folder}/${LOCK_FILE}`;
  const lock = tryLockFile(path, `process ${Deno.pid}${host()} since ${new Date().toISOString()}`);
  if (lock) return { ...lock, folder };
  throw new RunLockedError(
    `${folder} is being trained by ${
      holder(path)
    }: wait until it is done, stop it, or name another ` +
      "folder",
  );
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
