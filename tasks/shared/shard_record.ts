/**
 * What the parts of a shared work leave in the folder of its output, so that they can be resumed, and
 * what is missing be named.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import type { Skipped } from "../../lib/data/image_set.ts";
import { type Shard, shardName } from "./shard.ts";
import { UsageError } from "./usage_error.ts";

/** What one part says of itself. */
export interface ShardRecord extends Shard {
  /** Stands for what is asked for: all parts of one work have the same. */
  readonly request: string;
  /** Stands for the list of pictures that was divided. */
  readonly listing: string;
  /** Pictures of this part. */
  readonly pictures: number;
  /** Whether all of them are done. */
  readonly finished: boolean;
  /** Those that cannot be used. */
  readonly skipped: readonly Skipped[];
}

/** The hidden folder in that of the output. */
export const shardFolder = (out: string): string => `${out}/.im2im`;

const pathOf = (out: string, shard: Shard) => `${shardFolder(out)}/${shardName(shard)}.json`;

/** Writes a part's record. */
export async function writeRecord(out: string, record: ShardRecord): Promise<void> {
  await Deno.mkdir(shardFolder(out), { recursive: true });
  await atomicWrite(pathOf(out, record), JSON.stringify(record, null, 2) + "\n");
}

/**
 * The records of all parts that have begun.
 *
 * @throws UsageError if one of them is damaged
 */
export async function readRecords(out: string): Promise<ShardRecord[]> {
  const records: ShardRecord[] = [];
  try {
    for await (const { name } of Deno.readDir(shardFolder(out))) {
      if (!/^shard-\d+-of-\d+\.json$/.test(name)) continue;
      records.push(await readRecord(`${shardFolder(out)}/${name}`));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return records.sort((a, b) => a.index - b.index);
}

async function readRecord(path: string): Promise<ShardRecord> {
  try {
    const record = JSON.parse(await Deno.readTextFile(path)) as ShardRecord;
    const { index, count, request, listing, finished, skipped } = record;
    const sound = Number.isInteger(index) && Number.isInteger(count) &&
      typeof request === "string" && typeof listing === "string" &&
      typeof finished === "boolean" && Array.isArray(skipped);
    if (!sound) throw new TypeError("not a record");
    return record;
  } catch (cause) {
    throw new UsageError(`${path} is damaged: remove it and run that shard again`, { cause });
  }
}

/**
 * Sees to it that parts belong together.
 *
 * @param out folder of the output, for messages
 * @param records those that are there
 * @param own what is asked for now
 * @throws UsageError that says in what they differ
 */
export function checkSameWork(
  out: string,
  records: readonly ShardRecord[],
  own: Pick<ShardRecord, "request" | "listing"> & { readonly count?: number },
): void {
  const other = records.find((record) =>
    record.request !== own.request || record.listing !== own.listing ||
    record.count !== (own.count ?? records[0].count)
  );
  if (!other) return;
  const why = other.request !== own.request
    ? "of another model, other domains or other options"
    : other.listing !== own.listing
    ? "of other pictures: those of --in have changed since"
    : `of ${other.count} parts`;
  throw new UsageError(
    `--out ${out} holds shard ${other.index} of ${other.count}, which is ${why}: name another ` +
      "folder, or give all shards the same",
  );
}
