/**
 * Whether every run of a table is done that its shards were to do.
 *
 * @module
 */
import { FailedRun, UsageError } from "../shared/usage_error.ts";
import { missingRuns, type Plan, runName, shardOfRun } from "./plan.ts";
import { readTable } from "./row.ts";

/** Runs that a message lists. */
const LISTED = 20;

/**
 * Looks for what is missing.
 *
 * @param folder of the table
 * @param plan what it shall hold
 * @returns how many rows there are
 * @throws UsageError if there is none, or the shards' numbers differ
 * @throws FailedRun that names the missing runs, and the shard that does each
 */
export async function collectRows(folder: string, plan: Plan): Promise<number> {
  const rows = await readTable(folder);
  if (!rows.length) throw new UsageError(`--out ${folder} holds no row: run the shards first`);
  const missing = missingRuns(plan, rows), count = await shardCount(folder);
  if (!missing.length) return rows.length;
  const named = missing.slice(0, LISTED).map((run) => {
    const shard = count ? ` (shard ${shardOfRun(plan, run, count)})` : "";
    return `${runName(run, plan.budget)}${shard}`;
  });
  const more = missing.length > LISTED ? `, and ${missing.length - LISTED} more` : "";
  throw new FailedRun(
    `${missing.length} runs are missing: ${
      named.join(", ")
    }${more}. Run these shards again; stage 2 ` +
      "is planned once stage 1 is done, so all of them a second time",
  );
}

/** How many shards there are, by their files; undefined if there is none. */
async function shardCount(folder: string): Promise<number | undefined> {
  const counts = new Set<number>();
  for await (const { name } of Deno.readDir(folder)) {
    const [, count] = /^rows\.shard-\d+-of-(\d+)\.jsonl$/.exec(name) ?? [];
    if (count) counts.add(Number(count));
  }
  if (counts.size > 1) {
    const list = [...counts].join(" and ");
    throw new UsageError(
      `--out ${folder} holds rows of ${list} shards: use one number for a table`,
    );
  }
  return [...counts][0];
}
