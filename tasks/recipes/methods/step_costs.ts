/**
 * What a step of each method takes. It is measured for a table and kept in its folder, so that all
 * seeds of a method have the same steps, and what else the machine does later changes nothing.
 *
 * @module
 */
import { appendLine, readLines } from "../json_lines.ts";

/** What was measured of one training of a method. */
export interface StepCosts {
  readonly method: string;
  /** Which of the method's trainings, from 0. */
  readonly part: number;
  /** Seconds of a step, of each stage. */
  readonly seconds: readonly number[];
}

const path = (folder: string) => `${folder}/step_times.jsonl`;

function readStepCosts(value: unknown): StepCosts {
  const { method, part, seconds } = value as Partial<StepCosts>;
  const isRight = typeof method === "string" && Number.isInteger(part) && Array.isArray(seconds) &&
    seconds.every((each) => typeof each === "number" && each > 0);
  if (!isRight) throw new TypeError("no step times");
  return value as StepCosts;
}

/** Adds what was measured. */
export const appendStepCosts = (folder: string, costs: StepCosts): Promise<void> =>
  appendLine(path(folder), costs);

/**
 * The seconds of a step of each stage, if they were measured for this table. Of several measurements the
 * least counts: what else a machine does only makes steps slower.
 */
export async function findStepCosts(
  folder: string,
  method: string,
  part: number,
): Promise<readonly number[] | undefined> {
  const known = (await readLines(path(folder), readStepCosts))
    .filter((one) => one.method === method && one.part === part);
  if (!known.length) return undefined;
  return known[0].seconds.map((_, i) => Math.min(...known.map(({ seconds }) => seconds[i])));
}
