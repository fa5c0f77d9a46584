/**
 * Removes packs of no further use from a folder of packs.
 *
 * @module
 */
import { isOldFingerprint } from "./stamps.ts";

/**
 * A pack that is being written changes every second. One that is older than this, in milliseconds,
 * was abandoned.
 */
const GIVEN_UP = 3_600_000;
const TEMPORARY = /\.pack\.[0-9a-f-]{36}\.tmp$/;
/** A pack that another run may go on with is kept for a week, in milliseconds. */
const FORGOTTEN = 7 * 24 * GIVEN_UP;
const BEGUN = /\.pack\.begun(\.jsonl|\.lock)?$/;

/**
 * Removes packs that were begun more than an hour ago and never finished; more than a week ago, where
 * another run could have gone on with them. It also removes packs of
 * an older version that recognised pictures by the times of their files, since these are not found
 * again.
 *
 * @param folder of the packs
 * @param begin of the old packs' names
 * @param fingerprintOf reads that of a pack; undefined if it is none
 * @returns the old packs that were removed
 */
export function sweepPacks(
  folder: string,
  begin: string,
  fingerprintOf: (path: string) => string | undefined,
): string[] {
  const removed: string[] = [];
  for (const { name } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    try {
      const lasts = TEMPORARY.test(name) ? GIVEN_UP : BEGUN.test(name) ? FORGOTTEN : undefined;
      if (lasts !== undefined) {
        const { mtime } = Deno.statSync(path);
        if (mtime && Date.now() - mtime.getTime() > lasts) Deno.removeSync(path);
      } else if (name.startsWith(begin) && /^[0-9a-f]{12}\.pack$/.test(name.slice(begin.length))) {
        if (!isOldFingerprint(fingerprintOf(path) ?? "")) continue;
        Deno.removeSync(path);
        removed.push(path);
      }
    } catch {
      // Another process has removed it, or it may not be removed. It does no harm.
    }
  }
  return removed;
}
