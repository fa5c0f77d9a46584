import { assertEquals, assertThrows } from "@std/assert";
import { isOwn, shardOf } from "../../../tasks/shared/shard.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";

const env = (variables: Record<string, string>) => (name: string) => variables[name];

Deno.test("a shard is what --shard says, else what the array job says, else none", () => {
  const kubernetes = { JOB_COMPLETION_INDEX: "2", JOB_COMPLETIONS: "5" };
  const slurm = {
    SLURM_ARRAY_TASK_ID: "0",
    SLURM_ARRAY_TASK_COUNT: "7",
    SLURM_ARRAY_TASK_MIN: "0",
    SLURM_ARRAY_TASK_STEP: "1",
  };
  assertEquals(shardOf(undefined, env({})), undefined);
  assertEquals(shardOf("3/4", env({})), { index: 3, count: 4 });
  assertEquals(shardOf(undefined, env(kubernetes)), { index: 2, count: 5 });
  assertEquals(shardOf(undefined, env(slurm)), { index: 0, count: 7 });
  assertEquals(shardOf("0/1", env({ ...kubernetes, ...slurm })), { index: 0, count: 1 });
});

Deno.test("what is no shard is refused with the remedy", () => {
  for (const given of ["4/4", "-1/4", "1", "a/b", "1/0", "1.5/3", ""]) {
    assertThrows(() => shardOf(given, env({})), UsageError, "I from 0 to N - 1");
  }
  const refused = (variables: Record<string, string>, said: string) =>
    assertThrows(() => shardOf(undefined, env(variables)), UsageError, said);
  refused({ JOB_COMPLETION_INDEX: "1" }, "JOB_COMPLETIONS is not: set it");
  refused({ SLURM_ARRAY_TASK_ID: "1" }, "SLURM_ARRAY_TASK_COUNT is not: set it");
  refused({ JOB_COMPLETION_INDEX: "5", JOB_COMPLETIONS: "5" }, "I from 0 to N - 1");
  // Only a part of an array was started again: its count is not that of the work.
  const part = { SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "1" };
  refused({ ...part, SLURM_ARRAY_TASK_MIN: "3" }, "give --shard I/N");
  refused(
    { ...part, SLURM_ARRAY_TASK_MIN: "0", SLURM_ARRAY_TASK_STEP: "3" },
    "an array that is not 0-0",
  );
});

Deno.test("every piece belongs to one shard, and they differ by one piece at most", () => {
  const counts = [0, 1, 2].map((index) =>
    Array.from({ length: 10 }, (_, i) => i).filter((i) => isOwn({ index, count: 3 }, i)).length
  );
  assertEquals(counts, [4, 3, 3]);
});
