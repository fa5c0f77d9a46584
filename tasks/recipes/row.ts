/**
 * What a finished run leaves: one line of JSON.
 *
 * @module
 */
import { type Config, configDifference, savedConfig } from "../../lib/config.ts";
import type { Evaluation } from "../../lib/evaluation/evaluation.ts";
import { readEvaluation } from "../../lib/evaluation/read_evaluation.ts";
import { type Shard, shardName } from "../shared/shard.ts";
import { FailedRun } from "../shared/usage_error.ts";
import { appendLine, readLines } from "./json_lines.ts";

/** What a stage of training took. */
export interface StageCost {
  /** Training alone, scoring left out. The machine may have been busy: see `--speed`. */
  readonly seconds: number;
  /** Images: real ones in stage 1, generated ones in stage 2. */
  readonly images: number;
  /** Images / seconds. */
  readonly imagesPerSecond: number;
}

/** How a generator's samples score against one split, the mean over the domains. */
export interface GeneratorScores {
  /** Kernel distance on the classifier's features. */
  readonly kernelDistance: number;
  /** Share of samples that the classifier takes for their domain. */
  readonly accuracy: number;
  /** Pixel diversity / that of the reals. */
  readonly diversity: number;
}

/** A generator part of the way. */
export interface GeneratorPoint {
  /** Real images seen. */
  readonly images: number;
  /** Seconds of training. */
  readonly seconds: number;
  /** Against `faces:test`. */
  readonly test: GeneratorScores;
}

/** An encoder part of the way. */
export interface EncoderPoint {
  /** Stage-2 steps done. */
  readonly step: number;
  /** Seconds of training. */
  readonly seconds: number;
  /** R^2 of z on fresh fakes. */
  readonly r2: number;
  /** MSE of reconstructed fresh fakes. */
  readonly fakeError: number;
  /** MSE of reconstructed reals, of the split that is reported. */
  readonly realError: number;
}

/** What recipes are chosen by, and watched by. */
export interface ChoosingScores {
  /** SPEC of the data. */
  readonly data: string;
  /** One entry for each ordered pair of domains. */
  readonly directions: readonly {
    readonly source: string;
    readonly target: string;
    /** Share of translations that the classifier takes for the target domain. */
    readonly targetAccuracy: number;
    /** 0: as far from the true counterpart as a random target face; 1: it. */
    readonly pairedScore: number;
  }[];
  readonly latent: {
    /** R^2 of z on fresh fakes. */
    readonly r2: number;
  };
}

/** One run: a recipe under a budget at a seed. */
export interface RecipeRow {
  readonly recipe: string;
  readonly stage: 1 | 2;
  /** Stage 2: the recipe whose generator it builds on. */
  readonly base?: string;
  readonly seed: number;
  readonly budget: string;
  readonly config: Config;
  /** Stage 1: what the config changes in `release`; stage 2: in the base recipe. */
  readonly difference: readonly string[];
  readonly backend: string;
  readonly device: string;
  /** When it finished, ISO 8601. */
  readonly date: string;
  readonly stage1?: StageCost;
  readonly stage2?: StageCost;
  /** The generator at 1/4, 1/2, 3/4 and all of the images. */
  readonly curve?: readonly GeneratorPoint[];
  /** The encoder every few steps. */
  readonly encoderCurve?: readonly EncoderPoint[];
  /** File of the model, in the table's folder. */
  readonly model?: string;
  /** Scores on the held-out faces of `faces`: they choose. */
  readonly heldOut?: ChoosingScores;
  /** Scores on those of `faces:test`: they are reported, and choose nothing. */
  readonly test?: Evaluation;
  /** Why there are no scores: the run diverged, or failed. */
  readonly failure?: string;
}

/** The file of the rows in a table's folder; each shard has one of its own. */
export const rowsPath = (folder: string, shard?: Shard): string =>
  shard ? `${folder}/rows.${shardName(shard)}.jsonl` : `${folder}/rows.jsonl`;

/** The rows of a table, those of its shards too; of two of the same run that in rows.jsonl counts. */
export async function readTable(folder: string): Promise<RecipeRow[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (/^rows\.shard-\d+-of-\d+\.jsonl$/.test(name)) names.push(name);
  }
  const rows = new Map<string, RecipeRow>();
  const shards = await Promise.all(names.sort().map((name) => readRows(`${folder}/${name}`, true)));
  for (const row of [...shards.flat(), ...await readRows(rowsPath(folder))]) {
    rows.set(keyOf(row), row);
  }
  return [...rows.values()];
}

/** What tells runs apart. */
export type RowKey = Pick<RecipeRow, "recipe" | "base" | "seed" | "budget">;

const keyOf = ({ recipe, base, seed, budget }: RowKey) => [recipe, base, seed, budget].join();

/** The row of a run, if it is finished. */
export function findRow(rows: readonly RecipeRow[], key: RowKey): RecipeRow | undefined {
  return rows.find(({ recipe, base, seed, budget }) =>
    recipe === key.recipe && base === key.base && seed === key.seed && budget === key.budget
  );
}

/**
 * Reads the rows of a file; of two of the same run the later counts. None if there is no file.
 *
 * @param path the file
 * @param torn whether a last line that its process did not live to end is left out
 * @throws FailedRun if a line is no row
 */
export async function readRows(path: string, torn: boolean = false): Promise<RecipeRow[]> {
  const rows = new Map<string, RecipeRow>();
  for (const row of await readLines(path, readRow, torn)) rows.set(keyOf(row), row);
  return [...rows.values()];
}

function readRow(value: unknown): RecipeRow {
  const row = value as RecipeRow, test = row.test && readEvaluation(row.test);
  return { ...row, config: savedConfig(row.config), ...test && { test } };
}

/** Appends a row, as {@linkcode appendLine} does. */
export const appendRow = (path: string, row: RecipeRow): Promise<void> => appendLine(path, row);

/**
 * Refuses to go on with a table whose recipes have changed meanwhile.
 *
 * @param row of a finished run
 * @param config what the same recipe stands for now
 * @throws FailedRun with the difference
 */
export function checkSameConfig(row: RecipeRow, config: Config): void {
  const difference = configDifference(row.config, config);
  if (difference.length) {
    throw new FailedRun(
      `The row of ${row.recipe}, seed ${row.seed}, was made under another config ` +
        `(${difference.join("; ")}): remove it, or use another --out`,
    );
  }
}
