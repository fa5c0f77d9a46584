/**
 * Scores of a face swap as a table for the terminal.
 *
 * @module
 */
import type { SwapScores } from "./compare_faces.ts";
import type { SwapDirection } from "./score_swap.ts";

const two = (value: number | null) => value === null ? "-" : value.toFixed(2);

const columns: readonly (readonly [title: string, text: (scores: SwapScores) => string])[] = [
  ["to target", ({ toTarget }) => two(toTarget)],
  ["to source", ({ toSource }) => two(toSource)],
  ["nearer to target", ({ nearerToTarget }) => `${(100 * nearerToTarget).toFixed(0)} %`],
  ["yaw r", ({ yaw }) => two(yaw)],
  ["mouth r", ({ mouth }) => two(mouth)],
  ["eyes r", ({ eyes }) => two(eyes)],
  ["happy r", ({ happy }) => two(happy)],
  ["sight r", ({ sight }) => two(sight)],
  ["landmark error", ({ landmarkError }) => landmarkError.toFixed(3)],
  ["flicker", ({ flicker }) => two(flicker)],
];

const rows = [
  ["swap", "swap"],
  ["(reconstruction of the input)", "reconstruction"],
  ["(input, moved: noise floor)", "floor"],
  ["(nearest target frame)", "nearest"],
  ["(copy of the input)", "copy"],
] as const;

/**
 * The table, a block for each direction.
 *
 * @param directions of scoreSwap
 */
export function swapTable(directions: readonly SwapDirection[]): string {
  return directions.map((direction) => {
    const title = `${direction.source} -> ${direction.target}, N ${direction.count}`;
    const lines = [
      [title, ...columns.map(([name]) => name)],
      ...rows.map(([name, key]) => [name, ...columns.map(([, text]) => text(direction[key]))]),
    ];
    const widths = lines[0].map((_, k) => Math.max(...lines.map((line) => line[k].length)));
    return lines.map((line) =>
      line.map((cell, k) => k ? cell.padStart(widths[k]) : cell.padEnd(widths[k])).join("  ")
    ).join("\n");
  }).join("\n\n");
}
