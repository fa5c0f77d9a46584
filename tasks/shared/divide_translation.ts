/**
 * Whether the translation of a folder is divided among processes, and can be.
 *
 * @module
 */
import { type Shard, shardOf } from "./shard.ts";
import type { TranslateRequest } from "./translate_options.ts";
import { UsageError } from "./usage_error.ts";

/**
 * The part that this process does. What an array job says counts for a folder alone: a single picture
 * may well be the job's own.
 *
 * @throws UsageError if there is no such part, or nothing to divide
 */
export async function sharedBy(
  given: { readonly in: string; readonly shard?: string; readonly collect: boolean },
): Promise<Shard | undefined> {
  if (given.collect) return undefined;
  const isFolder = (await Deno.stat(given.in)).isDirectory;
  if (given.shard !== undefined && !isFolder) {
    throw new UsageError(`--shard divides a folder, but --in ${given.in} is a file: name a folder`);
  }
  return isFolder ? shardOf(given.shard) : undefined;
}

/**
 * Refuses what writes more than the files that each picture is known by.
 *
 * @throws UsageError with the remedy
 */
export function checkDivisible(
  { nearest, portraits }: Pick<TranslateRequest, "nearest" | "portraits">,
): void {
  if (nearest) {
    throw new UsageError("--nearest does not go with shards: translate first, then look");
  }
  if (portraits) {
    throw new UsageError(
      "--align does not go with shards: run deno task align, and translate its pictures",
    );
  }
}
