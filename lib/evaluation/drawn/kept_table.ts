/**
 * The kept attributes of an evaluation as a table for the terminal.
 *
 * @module
 */
import type { AttributePath, DirectionReport } from "../evaluation.ts";
import { type Column, table } from "../text_table.ts";

/**
 * A row for each attribute: how often the probe reads the person's own value off translations and
 * off true counterparts, and how often the most frequent value would be right.
 *
 * @param directions of an evaluation
 * @returns lines and an empty one; none where the attributes are not known
 */
export function keptTable(directions: readonly DirectionReport[]): string[] {
  const scored = directions.filter(({ kept }) => kept);
  if (!scored.length) return [];
  const share = (value: number) => value.toFixed(2);
  const columns = scored.flatMap(({ source, target, kept }): Column<number>[] => [
    [`${source} -> ${target}`, (i) => share(kept![i].translation)],
    ["(truth)", (i) => share(kept![i].truth)],
  ]);
  const attributes = scored[0].kept!;
  return [
    ...table<number>(
      [
        ["probe's hits", (i) => attributes[i].attribute],
        ...columns,
        ["(chance)", (i) => share(attributes[i].chance)],
      ],
      [...attributes.keys()],
    ),
    "",
  ];
}

/**
 * A row for each attribute: where on the way it is lost.
 *
 * @param attributes of an evaluation
 * @returns lines and an empty one; none where the attributes are not known
 */
export function pathTable(attributes: readonly AttributePath[] | null): string[] {
  if (!attributes) return [];
  const share = (key: keyof Omit<AttributePath, "attribute">) => (path: AttributePath) =>
    path[key].toFixed(2);
  return [
    ...table<AttributePath>([
      ["where it is lost", ({ attribute }) => attribute],
      ["G alike", share("alike")],
      ["E, fakes", share("fakes")],
      ["E, reals", share("reals")],
      ["translations", share("translations")],
      ["(renamed)", share("renamed")],
    ], attributes),
    "",
  ];
}
