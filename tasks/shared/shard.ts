/**
 * Which part of a work a process does, where several share it: `--shard`, or what an array job says.
 *
 * @module
 */
import { UsageError } from "./usage_error.ts";

/** One of several equal parts. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  /** How many there are. */
  readonly count: number;
}

/** The row of the option. */
export const shardOption = {
  value: "I/N",
  doc: "do part I of N, counted from 0; said by array jobs of Kubernetes and Slurm if left out",
} as const;

/** Variables of array jobs: the part's number and how many parts there are. */
const ARRAYS = [
  { index: "JOB_COMPLETION_INDEX", count: "JOB_COMPLETIONS" },
  { index: "SLURM_ARRAY_TASK_ID", count: "SLURM_ARRAY_TASK_COUNT" },
] as const;

/**
 * Reads which part is asked for.
 *
 * @param given what `--shard` says; it has precedence
 * @param env reads a variable
 * @returns undefined where the work is not shared
 * @throws UsageError if the part is none, or an array job does not say all that is needed
 */
export function shardOf(
  given: string | undefined,
  env: (name: string) => string | undefined = allowedVariable,
): Shard | undefined {
  if (given !== undefined) {
    const [, index, count] = /^(\d+)\/(\d+)$/.exec(given) ?? [];
    return checked(Number(index), Number(count), `--shard ${given}`);
  }
  const array = ARRAYS.find(({ index }) => env(index));
  if (!array) return undefined;
  const [index, count] = [env(array.index), env(array.count)];
  const named = `${array.index}=${index}`;
  if (!count) {
    throw new UsageError(
      `${named} is set but ${array.count} is not: set it to the number of parts, or give --shard I/N`,
    );
  }
  if (array.index === "SLURM_ARRAY_TASK_ID") {
    const whole = (env("SLURM_ARRAY_TASK_MIN") ?? "0") === "0" &&
      (env("SLURM_ARRAY_TASK_STEP") ?? "1") === "1";
    if (!whole) {
      throw new UsageError(
        `${named} is of an array that is not 0-${
          Number(count) - 1
        }: give --shard I/N, N being the ` +
          "number of parts of the whole work",
      );
    }
  }
  return checked(Number(index), Number(count), `${named}, ${array.count}=${count}`);
}

function checked(index: number, count: number, said: string): Shard {
  if (Number.isInteger(index) && index >= 0 && Number.isInteger(count) && index < count) {
    return { index, count };
  }
  throw new UsageError(`${said} is no part: give I/N with whole numbers, I from 0 to N - 1`);
}

/** A variable that the task may read; unset where it may not. */
function allowedVariable(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

/** Whether the i-th piece of the work belongs to a part; the parts take turns. */
export function isOwn(shard: Shard, i: number): boolean {
  return i % shard.count === shard.index;
}

/** How messages and files call it. */
export function shardName({ index, count }: Shard): string {
  return `shard-${index}-of-${count}`;
}
