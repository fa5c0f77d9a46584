/**
 * Scores of a face swap as a table for the terminal.
 *
 * @module
 */
import { spreadOf, spreadText } from "../evaluation/spread.ts";
import type { SwapScores } from "./compare_faces.ts";
import type { SwapDirection } from "./score_swap.ts";

/** A column: its title, the number it shows, and how that is written. */
interface Column {
  readonly title: string;
  readonly value: (scores: SwapScores) => number | null;
  readonly digits: number;
  readonly unit?: string;
}

const column = (title: string, key: keyof SwapScores, digits = 2): Column => ({
  title,
  value: (scores) => scores[key],
  digits,
});

const columns: readonly Column[] = [
  column("to target", "toTarget"),
  column("to source", "toSource"),
  {
    title: "nearer to target",
    value: ({ nearerToTarget }) => 100 * nearerToTarget,
    ...{ digits: 0, unit: " %" },
  },
  column("yaw r", "yaw"),
  column("mouth r", "mouth"),
  column("eyes r", "eyes"),
  column("happy r", "happy"),
  column("sight r", "sight"),
  column("landmark error", "landmarkError", 3),
  column("flicker", "flicker"),
];

/** The rows. Those that no network drew are the same for every model. */
const rows = [
  { name: "swap", key: "swap", drawn: true },
  { name: "(reconstruction of the input)", key: "reconstruction", drawn: true },
  { name: "(input, moved: noise floor)", key: "floor", drawn: false },
  { name: "(nearest target frame)", key: "nearest", drawn: false },
  { name: "(copy of the input)", key: "copy", drawn: false },
] as const;

/**
 * The table, with a block for each direction. Several models give mean and standard deviation.
 *
 * @param models for each model, what scoreSwap returned on the same frames at the same size
 */
export function swapTable(
  ...models: readonly [readonly SwapDirection[], ...(readonly SwapDirection[])[]]
): string {
  return models[0].map((direction, k) => {
    const of = models.map((directions) => directions[k]);
    const title = `${direction.source} -> ${direction.target}, N ${direction.count}` +
      (models.length > 1 ? `, ${models.length} models` : "");
    const lines = [
      [title, ...columns.map((column) => column.title)],
      ...rows.map(({ name, key, drawn }) => {
        const scores = (drawn ? of : [direction]).map((direction) => direction[key]);
        return [name, ...columns.map((column) => cellText(column, scores))];
      }),
    ];
    const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
    return lines.map((line) =>
      line.map((cell, i) => i ? cell.padStart(widths[i]) : cell.padEnd(widths[i])).join("  ")
    ).join("\n");
  }).join("\n\n");
}

function cellText({ value, digits, unit = "" }: Column, scores: readonly SwapScores[]): string {
  const spread = spreadOf(scores.map(value));
  return spread ? spreadText(spread, digits) + unit : "-";
}
