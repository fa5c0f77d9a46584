/**
 * Claims: how several processes, each growing the same table, never do the same work twice.
 *
 * A claim is a file in the table's folder that its process holds locked. The system lets go of the
 * lock when the process ends, however it ends: a file that nobody holds is stale, and is taken over.
 *
 * @module
 */

import { tryLockFile } from "../../lib/checkpoint/lock_file.ts";

/** Something that this process alone does until it is released. */
export interface Claim {
  /** Gives it up and removes the file. */
  release(): void;
}

/** Milliseconds between two looks at what another process holds. */
const PATIENCE = 1000;

const claimsFolder = (folder: string) => `${folder}/claims`;

/**
 * Claims something, unless another claim of it is held, by this process or another.
 *
 * @param folder of the table
 * @param name of what is claimed, good as a file's name
 * @returns undefined if it is held
 */
export function tryClaim(folder: string, name: string): Claim | undefined {
  Deno.mkdirSync(claimsFolder(folder), { recursive: true });
  const text = `process ${Deno.pid}, ${new Date().toISOString()}`;
  const file = tryLockFile(`${claimsFolder(folder)}/${name}`, text);
  return file && { release: () => file[Symbol.dispose]() };
}

/** Whether any process, this one too, holds a claim in a table's folder. */
export function anyClaimed(folder: string): boolean {
  try {
    for (const { name } of Deno.readDirSync(claimsFolder(folder))) {
      using file = Deno.openSync(`${claimsFolder(folder)}/${name}`, { write: true });
      if (!file.tryLockSync(true)) return true;
    }
  } catch (error) {
    // A claim that is released meanwhile: the next look will tell.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return false;
}

/**
 * Does something while no other process does.
 *
 * @param folder of the table
 * @param name of the claim
 * @param signal stops the waiting
 * @param work what to do; it finds what another process has done before
 * @throws the signal's reason if it is aborted before the work begins
 */
export async function alone<T>(
  folder: string,
  name: string,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  let claim = tryClaim(folder, name);
  while (!claim) {
    await pause(signal, PATIENCE / 4);
    signal.throwIfAborted();
    claim = tryClaim(folder, name);
  }
  try {
    return await work();
  } finally {
    claim.release();
  }
}

/** Waits for a second, less if the signal is aborted. */
export function pause(signal: AbortSignal, milliseconds: number = PATIENCE): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, signal.aborted ? 0 : milliseconds);
    signal.addEventListener("abort", end);
  });
}
