/**
 * What a finished run of a method leaves: one line of JSON.
 *
 * @module
 */
import { savedBaselineConfig } from "../../../lib/baselines/baseline_config.ts";
import { savedConfig } from "../../../lib/config.ts";
import type { MethodEvaluation } from "../../../lib/evaluation/evaluation.ts";
import { FailedRun } from "../../shared/usage_error.ts";
import { appendLine, readLines } from "../json_lines.ts";
import type { MethodPart } from "./method.ts";

/** One training of a run. */
export interface TrainedPart {
  /** The folder of the run, in the table's folder; `translate` and `evaluate` take it as `--model`. */
  readonly folder: string;
  /** The config that it was trained under. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Steps of each stage. */
  readonly steps: readonly number[];
  /**
   * Seconds that the steps take, by the step times of the table; where it has none, seconds that they
   * took, while the machine may have been busy.
   */
  readonly seconds: number;
  /** Images that the batches held, of all stages: real ones, in stage 2 of the two-step method generated. */
  readonly images: number;
}

/** Another run that a run builds on. */
export interface BuiltOn {
  /** The method. */
  readonly method: string;
  /** Seconds of its training. */
  readonly seconds: number;
  /** Images of its batches. */
  readonly images: number;
}

/** What is looked at while a method is being adjusted: scores on held-out images of the first half. */
export interface ChoosingDirection {
  readonly source: string;
  readonly target: string;
  /** Share of translations that the classifier takes for the target domain. */
  readonly targetAccuracy: number;
  /** 0: as far from the true counterpart as a random target face; 1: it. Null without pairs. */
  readonly pairedScore: number | null;
}

/** One run: a method under a budget at a seed. */
export interface MethodRow {
  readonly method: string;
  readonly seed: number;
  /** SPEC of the data, with `--crop` and `--without`. */
  readonly data: string;
  /** Side of the images. */
  readonly size: number;
  /** Which held-out people `test` is of; those that are reported if left out. */
  readonly on?: "test" | "validation";
  /** Name of the budget. */
  readonly budget: string;
  /** Its trainings; none where it needs none. */
  readonly parts: readonly TrainedPart[];
  /** The run it builds on, whose training is counted to it too. */
  readonly builtOn?: BuiltOn;
  readonly backend: string;
  readonly device: string;
  /** When it finished, ISO 8601. */
  readonly date: string;
  /** What was typed. */
  readonly command: string;
  /** Scores by which methods may be adjusted: `faces`, or the first half of the held-out people. */
  readonly heldOut?: readonly ChoosingDirection[];
  /**
   * Every score, of images that nothing is adjusted by: `faces:test`, or the other half. Where `on` is
   * validation, of the first half.
   */
  readonly test?: MethodEvaluation;
  /** Why there are no scores. */
  readonly failure?: string;
}

/** The file of the rows in a table's folder. */
export const methodRowsPath = (folder: string): string => `${folder}/rows.jsonl`;

/**
 * The rows of a table; of two of the same run the later counts.
 *
 * @throws FailedRun if a line is no row of a method
 */
export async function readMethodRows(folder: string): Promise<MethodRow[]> {
  const rows = new Map<string, MethodRow>();
  for (const row of await readLines(methodRowsPath(folder), readRow)) {
    rows.set([row.method, row.seed, row.budget].join(), row);
  }
  return [...rows.values()];
}

function readRow(value: unknown): MethodRow {
  const row = value as MethodRow;
  if (typeof row.method !== "string" || !Array.isArray(row.parts)) {
    throw new TypeError("It is not a row of a method");
  }
  return row;
}

/** Fields that differ from run to run: what the budget decides, and what is read off another run. */
const FREE = ["steps1", "steps2", "f", "fLength", "fFilters", "fKernel", "fNorm"];

/**
 * Refuses to go on with a table whose methods have changed meanwhile.
 *
 * @param row of a finished run
 * @param parts what the same method stands for now
 * @throws FailedRun with the difference
 */
export function checkSameMethod(row: MethodRow, parts: readonly MethodPart[]): void {
  for (const [i, { config: then }] of row.parts.entries()) {
    const part = parts[i], read = part && configThen(part, then);
    const now: Readonly<Record<string, unknown>> | undefined = part?.config;
    const different = now && read
      ? Object.keys(now).filter((key) =>
        !FREE.includes(key) && JSON.stringify(now[key]) !== JSON.stringify(read[key])
      )
      : ["the number of trainings"];
    if (!different.length) continue;
    throw new FailedRun(
      `The row of ${row.method}, seed ${row.seed}, was made under another config ` +
        `(${different.join(", ")}): remove it and its run, or use another --out`,
    );
  }
}

/** The config of a row, which may be older than some fields. */
function configThen(part: MethodPart, then: unknown): Readonly<Record<string, unknown>> {
  return part.of === "two-step" ? savedConfig(then) : savedBaselineConfig(part.method, then);
}

/** Appends a row. */
export const appendMethodRow = (folder: string, row: MethodRow): Promise<void> =>
  appendLine(methodRowsPath(folder), row);

/** Seconds and images of a run, its own. */
export const costOf = ({ parts }: Pick<MethodRow, "parts">) => ({
  seconds: parts.reduce((sum, { seconds }) => sum + seconds, 0),
  images: parts.reduce((sum, { images }) => sum + images, 0),
});

/**
 * Refuses to go on with a table of other data, or of other people.
 *
 * @throws FailedRun that names both
 */
export function checkSameData(
  rows: readonly MethodRow[],
  given: Pick<MethodRow, "data" | "size" | "on">,
): void {
  const named = ({ data, size, on = "test" }: Pick<MethodRow, "data" | "size" | "on">) =>
    `${data} at ${size}x${size}, scored on ${on}`;
  const other = rows.find((row) => named(row) !== named(given));
  if (!other) return;
  throw new FailedRun(
    `The rows there are of ${named(other)}, and this is ${named(given)}: use another --out`,
  );
}
