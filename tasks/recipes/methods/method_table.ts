/**
 * The tables of methods as Markdown.
 *
 * @module
 */
import { spreadOf, spreadText } from "../../../lib/evaluation/spread.ts";
import type { PortraitRow } from "../../../lib/evaluation/portraits/portrait_report.ts";
import { markdownTable } from "../markdown_table.ts";
import { attributeColumns, dataColumns } from "../score_columns.ts";
import { scoreText } from "../score_sections.ts";
import { isReference, type Method } from "./method.ts";
import {
  costColumns,
  latentColumns,
  type MethodColumn,
  portraitColumns,
  randomColumns,
  translationColumns,
} from "./method_columns.ts";
import type { MethodRow } from "./method_row.ts";
import { methodsNamed } from "./method_variant.ts";

/** The rows of one method under one budget, one a seed. */
interface MethodRows {
  readonly method: Method;
  readonly rows: readonly MethodRow[];
}

/** The names of the budgets that there are rows of, in order. */
export const budgetsOf = (rows: readonly MethodRow[]): string[] => [
  ...new Set(rows.map(({ budget }) => budget)),
];

/**
 * Everything that there are rows for.
 *
 * @param rows one or more, of the same data
 * @param pictureOf the file of a budget's picture; undefined where there is none
 * @param verdicts what is said of each method by hand
 */
export function methodTableText(
  rows: readonly MethodRow[],
  pictureOf: (budget: string) => string | undefined,
  verdicts: string,
): string {
  const [{ data, size }] = rows, all = groupRows(rows);
  return [
    `# Methods on ${data}, ${size}x${size}`,
    about(rows),
    ...budgetsOf(rows).flatMap((budget) => {
      const picture = pictureOf(budget);
      return [
        `## ${budgetTitle(budget)}`,
        ...ofBudget(rows.filter((row) => row.budget === budget)),
        ...picture ? [`![The same held-out pictures by each method](${picture})`] : [],
      ];
    }),
    "## What each is good at",
    verdicts.trim(),
    "## The methods",
    all.map(({ method: { name, doc } }) => `- ${name}: ${doc}`).join("\n"),
    "Each row of rows.jsonl says what was typed, when, and on which device.",
  ].join("\n\n") + "\n";
}

/** Rows by method, in the order of the list, each method followed by its variants. */
function groupRows(rows: readonly MethodRow[]): MethodRows[] {
  return methodsNamed(rows.map(({ method }) => method)).map((method) => ({
    method,
    rows: rows.filter((row) => row.method === method.name),
  }));
}

function budgetTitle(budget: string): string {
  const [, smoke, amount, unit] = /^(smoke-)?([\d.]+)(s|images)$/.exec(budget) ?? [];
  if (!unit) return budget;
  const same = unit === "s" ? `The same ${amount} seconds` : `The same ${amount} images`;
  return smoke ? `${same}, which show only that everything runs` : same;
}

function about(rows: readonly MethodRow[]): string {
  const tests = rows.flatMap(({ test }) => test ? [test] : []).slice(0, 1);
  const ofData = dataColumns.map((column) => [column.title, scoreText(tests, column)])
    .filter(([, text]) => text !== "-").map((words) => words.join(" "));
  const devices = [...new Set(rows.map(({ backend, device }) => `${backend} on ${device}`))];
  const [{ data, on }] = rows, faces = data === "faces";
  const pictures = tests[0]?.directions[0]?.count;
  return [
    `Computed by ${devices.join("; ")}. Scores are those of ${pictures ?? "no"} ` +
    peopleScored(faces, on === "validation"),
    "Two numbers are one for each direction (or domain); ± is the standard deviation over seeds.",
    "Training seconds are those of the steps alone. Where a method builds on another's run, that " +
    "training is counted to it too, in brackets. Images are those that its batches held: real ones, " +
    "and in stage 2 of the two-step method and its family as many generated ones.",
    ...ofData.length ? [`The data themselves: ${ofData.join("; ")}.`] : [],
  ].join("\n\n");
}

function peopleScored(faces: boolean, toChooseBy: boolean): string {
  const held = faces ? "faces of each domain" : "held-out pictures of the first direction";
  if (toChooseBy) return `${held}${faces ? " of `faces`" : ""}, by which methods are chosen.`;
  return faces
    ? `${held} of \`faces:test\`, which no method was adjusted by.`
    : `${held}; no method was adjusted by them, nor by any of the people in them that are known.`;
}

function ofBudget(rows: readonly MethodRow[]): string[] {
  const all = groupRows(rows), trained = all.filter(({ method }) => !isReference(method));
  const kept = attributeColumns.map((column): MethodColumn => [
    column.title,
    (rows) => scoreText(rows.flatMap(({ test }) => test ? [test] : []), column),
  ]);
  return [
    tableOf(all, translationColumns),
    ...trained.length ? ["### What it takes", tableOf(trained, costColumns)] : [],
    ...trained.length ? ["### What is drawn again", tableOf(trained, latentColumns)] : [],
    ...rows.some(({ test }) => test?.samples.length)
      ? [
        "### Images of random z",
        tableOf(
          trained.filter(({ rows }) => rows.some(({ test }) => test?.samples.length)),
          randomColumns,
        ),
      ]
      : [],
    ...rows.some(({ test }) => test?.directions.some(({ kept }) => kept))
      ? [
        "### What is kept",
        "A probe's hits on translations / its hits on true counterparts, mean of both directions.",
        tableOf(all, kept),
      ]
      : [],
    ...portraits(all),
    ...failures(rows),
  ];
}

const tableOf = (all: readonly MethodRows[], columns: readonly MethodColumn[]) =>
  markdownTable(
    ["method", ...columns.map(([title]) => title)],
    all.map(({ method, rows }) => [method.name, ...columns.map(([, cell]) => cell(rows))]),
  );

function failures(rows: readonly MethodRow[]): string[] {
  const failed = rows.filter(({ failure }) => failure !== undefined);
  if (!failed.length) return [];
  return [failed.map((row) => `- ${row.method}, seed ${row.seed}: ${row.failure}`).join("\n")];
}

/** What the images beside the methods' own are called. */
const BESIDE: readonly (readonly [PortraitRow, string])[] = [
  ["input", "(the input itself)"],
  ["nearest", "(the nearest target face)"],
  ["mean", "(the mean target face)"],
];

/** What is read off photographs of faces, a table for each direction. */
function portraits(all: readonly MethodRows[]): string[] {
  const [first] = all.flatMap(({ rows }) => rows.flatMap(({ test }) => test?.portraits ?? []));
  return (first?.directions ?? []).flatMap(({ source, target, count }) => {
    const cells = (rows: readonly MethodRow[], row: PortraitRow) => {
      const found = rows.flatMap(({ test }) => test?.portraits?.directions ?? [])
        .filter((direction) => direction.source === source && direction.target === target)
        .flatMap((direction) => direction.rows.filter((scores) => scores.row === row));
      return portraitColumns.map(([, value, digits]) =>
        spreadText(spreadOf(found.map(value)), digits)
      );
    };
    const beside = all.find(({ rows }) => rows.some(({ test }) => test?.portraits))!.rows.slice(
      0,
      1,
    );
    return [
      `### Photographs, ${source} to ${target}, N ${count}`,
      markdownTable(["method", ...portraitColumns.map(([title]) => title)], [
        ...all.map(({ method, rows }) => [method.name, ...cells(rows, "translation")]),
        ...BESIDE.map(([row, name]) => [name, ...cells(beside, row)]),
      ]),
    ];
  });
}
