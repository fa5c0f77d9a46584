/**
 * The parts of the table that are made of curves: generators at the same seconds, and the two
 * objectives of the encoder at the same quality.
 *
 * @module
 */
import { firstReached, type Point, valueAt } from "./curves.ts";
import { markdownTable } from "./markdown_table.ts";
import type { EncoderPoint, GeneratorScores, RecipeRow } from "./row.ts";
import type { RecipeRows } from "./score_sections.ts";
import type { Speeds } from "./speed.ts";
import { spreadOf, spreadText } from "../../lib/evaluation/spread.ts";

/** Scores of samples, the mean over the domains, at each part of the images. */
export function curveTable(recipes: readonly RecipeRows[]): string {
  const points = Math.max(0, ...recipes.flatMap(({ rows }) => rows.map(pointsOf)));
  const parts = Array.from({ length: points }, (_, i) => i);
  const head = [
    "kernel distance (classifier's features), diversity",
    ...parts.map((i) => `${i + 1}/${points}`),
  ];
  const rows = recipes.map(({ recipe, rows }) => [
    recipe.name,
    ...parts.map((i) => {
      const at = (key: keyof GeneratorScores, digits: number) =>
        spreadText(spreadOf(withCurve(rows).map(({ curve }) => curve![i]?.test[key])), digits);
      return `${at("kernelDistance", 3)}, ${at("diversity", 2)}`;
    }),
  ]);
  return markdownTable(head, rows);
}

/** The seconds that the fastest recipe takes for all of its images. */
export function sameSeconds(recipes: readonly RecipeRows[], speeds: Speeds): number | undefined {
  const totals = recipes.flatMap(({ recipe, rows }) => {
    const speed = speedOf(speeds, recipe.name), images = rows[0]?.stage1?.images;
    return speed && images ? [images / speed] : [];
  });
  return totals.length ? Math.min(...totals) : undefined;
}

const sampleScores = [
  ["kernel distance (classifier's features)", "kernelDistance", 3],
  ["accuracy", "accuracy", 2],
  ["diversity", "diversity", 2],
] as const satisfies readonly (readonly [string, keyof GeneratorScores, number])[];

/** Scores of samples after so many seconds at the measured speeds. */
export function secondsTable(
  recipes: readonly RecipeRows[],
  speeds: Speeds,
  seconds: number,
): string {
  const head = ["samples", "images", ...sampleScores.map(([title]) => title)];
  const rows = recipes.map(({ recipe, rows }) => {
    const images = seconds * (speedOf(speeds, recipe.name) ?? NaN);
    return [
      recipe.name,
      Number.isNaN(images) ? "-" : `${Math.round(images)}`,
      ...sampleScores.map(([, key, digits]) => {
        const values = withCurve(rows).map(({ curve }) =>
          valueAt(curve!.map((point): Point => [point.images, point.test[key]]), images)
        );
        return spreadText(spreadOf(values), digits);
      }),
    ];
  });
  return markdownTable(head, rows);
}

type Better = "higher" | "lower";
/** Two runs of the same seed: the one that is timed, and the one whose end it shall reach. */
type Race = readonly [runner: RecipeRow, other: RecipeRow];

const qualities = [
  ["z R^2 of fakes", "r2", "higher", 2],
  ["recon. MSE of fakes", "fakeError", "lower", 4],
  ["recon. MSE of reals", "realError", "lower", 3],
] as const satisfies readonly (readonly [string, keyof EncoderPoint, Better, number])[];

/** How many steps, and seconds, each objective takes to the quality that the other ends with. */
export function objectiveTable(z: RecipeRows, pixel: RecipeRows, speeds?: Speeds): string {
  const races = z.rows.flatMap((a): Race[] => {
    const b = pixel.rows.find(({ seed }) => seed === a.seed);
    return a.encoderCurve?.length && b?.encoderCurve?.length ? [[a, b]] : [];
  });
  const rows = qualities.map(([title, key, better, digits]) => [
    title,
    spreadText(spreadOf(races.map(([a]) => a.encoderCurve!.at(-1)![key])), digits),
    spreadText(spreadOf(races.map(([, b]) => b.encoderCurve!.at(-1)![key])), digits),
    raceText(races, key, better, speeds),
    raceText(races.map(([a, b]): Race => [b, a]), key, better, speeds),
  ]);
  const head = ["measure", "z", "pixel", "z as good as pixel's end", "pixel as good as z's end"];
  return markdownTable(head, rows);
}

/** After how many steps and seconds the runners are as good as the others at their ends. */
function raceText(
  races: readonly Race[],
  key: keyof EncoderPoint,
  better: Better,
  speeds?: Speeds,
): string {
  const reached = races.flatMap(([runner, other]) => {
    const points = runner.encoderCurve!.map((point): Point => [point.step, point[key]]);
    const step = firstReached(points, other.encoderCurve!.at(-1)![key], better);
    const rate = speedOf(speeds, runner.recipe) ?? runner.stage2!.imagesPerSecond;
    return step === undefined ? [] : [{ step, seconds: step * runner.config.batch / rate }];
  });
  if (!reached.length) return races.length ? "never" : "-";
  const steps = spreadText(spreadOf(reached.map(({ step }) => step)), 0);
  const seconds = spreadText(spreadOf(reached.map(({ seconds }) => seconds)), 0);
  const missing = races.length - reached.length;
  return `${steps} steps, ${seconds} s` + (missing ? ` (never at ${missing} of the seeds)` : "");
}

const speedOf = (speeds: Speeds | undefined, recipe: string) =>
  speeds?.recipes.find((speed) => speed.recipe === recipe)?.imagesPerSecond;

const withCurve = (rows: readonly RecipeRow[]) => rows.filter(({ curve }) => curve);
const pointsOf = ({ curve }: RecipeRow) => curve?.length ?? 0;
