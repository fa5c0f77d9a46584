/**
 * What the tables of methods show.
 *
 * @module
 */
import type { PortraitScores } from "../../../lib/evaluation/portraits/portrait_report.ts";
import { spreadOf, spreadText } from "../../../lib/evaluation/spread.ts";
import { modelColumns, sampleColumns, type Score, type ScoreColumn } from "../score_columns.ts";
import { scoreText } from "../score_sections.ts";
import { costOf, type MethodRow } from "./method_row.ts";

/** A column of a table: its title, and the cell of a method's rows, one a seed. */
export type MethodColumn = readonly [title: string, cell: (rows: readonly MethodRow[]) => string];

const scored = (rows: readonly MethodRow[]) => rows.flatMap(({ test }) => test ? [test] : []);

const ofScore = (column: ScoreColumn): MethodColumn => [
  column.title,
  (rows) => scoreText(scored(rows), column),
];

/** What is only there where the method has a z, or can draw an image again. */
const OF_LATENTS = ["z R^2", "class leak", "recon. MSE fakes", "recon. MSE reals"];

const isOfLatents = ({ title }: ScoreColumn) => OF_LATENTS.includes(title);

/** What translations are worth. */
export const translationColumns: readonly MethodColumn[] = [
  ...modelColumns.filter((column) => !isOfLatents(column)).map(ofScore),
  ofScore({
    title: "structure",
    digits: 2,
    values: ({ directions }) => directions.map(({ structure }) => structure),
  }),
];

/** What images of random z are worth. */
export const randomColumns: readonly MethodColumn[] = sampleColumns.map(ofScore);

/** What the method keeps of an image, and knows of its domain. */
export const latentColumns: readonly MethodColumn[] = [
  ...modelColumns.filter(isOfLatents).map(ofScore),
  ofScore({
    title: "reads the domain",
    digits: 2,
    values: ({ domainReading }) => [domainReading?.accuracy],
  }),
];

const numbers = (rows: readonly MethodRow[], value: (row: MethodRow) => Score, digits = 0) =>
  spreadText(spreadOf(rows.map(value)), digits);

/** What a method takes. */
export const costColumns: readonly MethodColumn[] = [
  ["seeds", (rows) => {
    const failed = rows.length - scored(rows).length;
    return `${scored(rows).length}` + (failed ? ` (${failed} failed)` : "");
  }],
  ["training, s", (rows) => withOther(rows, ({ seconds }) => seconds)],
  ["images", (rows) => withOther(rows, ({ images }) => images)],
  [
    "steps",
    (rows) =>
      rows.some(({ parts }) => parts.length)
        ? rows[0].parts.map(({ steps }) => steps.join(" + ")).join("; ")
        : "-",
  ],
  ["parameters", ([{ test }]) => test?.cost ? test.cost.parameters.toLocaleString("en") : "-"],
  ["a translation alone, ms", (rows) => ms(rows, (cost) => cost.secondsAlone)],
  ["in a batch, ms", (rows) => ms(rows, (cost) => cost.secondsInBatch)],
];

type Cost = NonNullable<NonNullable<MethodRow["test"]>["cost"]>;

const ms = (rows: readonly MethodRow[], value: (cost: Cost) => number) =>
  numbers(scoredRows(rows), ({ test }) => test?.cost && 1000 * value(test.cost), 1);

const scoredRows = (rows: readonly MethodRow[]) => rows.filter(({ test }) => test);

/** What a method's own training took, and that of the run that it builds on. */
function withOther(
  rows: readonly MethodRow[],
  value: (cost: { readonly seconds: number; readonly images: number }) => number,
): string {
  const done = scoredRows(rows);
  if (!done.some(({ parts }) => parts.length)) return "-";
  const own = numbers(done, (row) => value(costOf(row)));
  const other = done.every(({ builtOn }) => builtOn)
    ? ` (and ${numbers(done, ({ builtOn }) => value(builtOn!))})`
    : "";
  return own + other;
}

/** What is read off photographs of faces. */
export const portraitColumns: readonly (readonly [
  title: string,
  value: (scores: PortraitScores) => Score,
  digits: number,
])[] = [
  ["face found", (s) => s.found, 2],
  ["gender", (s) => s.genderAccuracy, 2],
  ["yaw r", (s) => s.yaw, 2],
  ["pitch r", (s) => s.pitch, 2],
  ["mouth r", (s) => s.mouth, 2],
  ["eyes r", (s) => s.eyes, 2],
  ["happy r", (s) => s.happy, 2],
  ["sight r", (s) => s.sight, 2],
  ["identity", (s) => s.identity, 2],
  ["rank", (s) => s.rank, 0],
  ["background", (s) => s.background, 3],
  ["structure", (s) => s.structure, 2],
  ["diversity", (s) => s.diversity, 2],
  ["kernel distance", (s) => s.kernelDistance, 3],
  ["attributes kept", (s) => meanOf(s.kept), 2],
];

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
}
