/**
 * Scores of photographs of faces as tables for the terminal.
 *
 * @module
 */
import { type Column, table } from "../text_table.ts";
import type {
  PortraitDirection,
  PortraitReport,
  PortraitRow,
  PortraitScores,
} from "./portrait_report.ts";

const fixed = (digits: number) => (value: number | null) =>
  value === null ? "-" : value.toFixed(digits);
const two = fixed(2), three = fixed(3);

const NAMES: Readonly<Record<PortraitRow, string>> = {
  translation: "translation",
  reconstruction: "(reconstruction)",
  input: "(input itself)",
  mirrored: "(input, mirrored)",
  nearest: "(nearest target face)",
  mean: "(mean target face)",
};

/** The same where columns are narrow. */
const SHORT: Readonly<Partial<Record<PortraitRow, string>>> = {
  translation: "translation",
  reconstruction: "(reconstr.)",
  input: "(input)",
  mirrored: "(mirrored)",
  nearest: "(nearest)",
};

type Cell = (scores: PortraitScores) => string;

const motion: readonly (readonly [string, Cell])[] = [
  ["face", (s) => two(s.found)],
  ["accuracy", (s) => two(s.targetAccuracy)],
  ["gender", (s) => two(s.genderAccuracy)],
  ["yaw r", (s) => two(s.yaw)],
  ["pitch r", (s) => two(s.pitch)],
  ["mouth r", (s) => two(s.mouth)],
  ["eyes r", (s) => two(s.eyes)],
  ["happy r", (s) => two(s.happy)],
  ["sight r", (s) => two(s.sight)],
];

const person: readonly (readonly [string, Cell])[] = [
  ["identity", (s) => two(s.identity)],
  ["rank", (s) => s.rank.toFixed(0)],
  ["background", (s) => three(s.background)],
  ["structure", (s) => two(s.structure)],
  ["edges", (s) => two(s.edges)],
  ["diversity", (s) => two(s.diversity)],
  ["kernel distance", (s) => three(s.kernelDistance)],
];

/**
 * The tables of every direction: what faces do, who they are, which attributes they keep, and what these
 * numbers are to be held against.
 *
 * @param report of an evaluation; undefined where faces were not scored
 * @returns lines, each direction ending with an empty one
 */
export function portraitTable(report: PortraitReport | undefined): string[] {
  if (!report) return [];
  if (report.unscored) return [`portraits are not scored: ${report.unscored}`, ""];
  return report.directions.flatMap(directionTables);
}

function directionTables(direction: PortraitDirection): string[] {
  const { source, target, count, faceless, rows } = direction;
  const title = `${source} -> ${target}`;
  const lines = (columns: readonly (readonly [string, Cell])[]) => {
    const first: Column<PortraitScores> = [title, ({ row }) => NAMES[row]];
    return table<PortraitScores>([first, ...columns], rows);
  };
  return [
    `portraits ${title}, N ${count}` +
    (faceless ? `; left out, as no face is found in them: ${faceless}` : ""),
    "",
    ...lines(motion),
    "",
    ...lines(person),
    "",
    ...attributeLines(direction),
    ...comparisons(direction),
    "",
  ];
}

function attributeLines({ attributes, rows }: PortraitDirection): string[] {
  if (!attributes.length) return [];
  const shown = rows.filter(({ row }) => SHORT[row]);
  return [
    ...table<number>([
      ["probe's hits", (k) => attributes[k].name],
      ["having it", (k) => `${attributes[k].positives}`],
      ...shown.map(({ row, kept }): Column<number> => [SHORT[row]!, (k) => two(kept[k])]),
    ], [...attributes.keys()]),
    "",
  ];
}

function comparisons(direction: PortraitDirection): string[] {
  const { realTargetAccuracy, realGenderAccuracy, samePerson, samePersonPairs } = direction;
  const { otherPeople, blurredBackground, backgroundShare } = direction;
  const { count, structureChance, kernelFloor } = direction;
  const people = samePerson === null
    ? ""
    : `one person ${two(samePerson)} (${samePersonPairs} pairs), `;
  return [
    ...alikeLine(direction),
    `on held-out reals of the target: accuracy ${two(realTargetAccuracy)}, ` +
    `gender ${two(realGenderAccuracy)}, kernel distance of their halves ${three(kernelFloor)}`,
    `identity of two pictures: ${people}two people ${two(otherPeople)}; ` +
    `rank by chance ${((count + 1) / 2).toFixed(0)}`,
    `background of a blurred copy ${three(blurredBackground)}, on ${
      (100 * backgroundShare).toFixed(0)
    } % of the pixels; structure of other pairs ${two(structureChance)}`,
  ];
}

function alikeLine({ alike }: PortraitDirection): string[] {
  if (!alike) return [];
  const { yaw, pitch, mouth, eyes, happy, sight, identity } = alike;
  const measures = Object.entries({ yaw, pitch, mouth, eyes, happy, sight });
  return [
    `one z in both domains: ${measures.map(([name, r]) => `${name} ${two(r)}`).join(", ")};`,
    `  identity ${two(identity)}`,
  ];
}

/** A line on each number. */
export const portraitLegend: readonly string[] = [
  "portraits: (input, mirrored) is the error of the readings themselves; face: where one is found",
  "accuracy, gender: taken for the target, by the classifier and by a network that saw other data;",
  "  the reconstruction is held against the source domain, in edges, diversity and distance too",
  "r: correlation with the input; identity: median distance of descriptors to the input",
  "rank: of the input among all inputs by that distance, median; ideal 1",
  "one z in both domains: the translation against the reconstruction, which E does not come into",
  "background: mean error outside head and clothes; kernel distance: on descriptors, ideal the floor",
  "probe's hits: the input's own value is read, both values counting the same; chance 0.50",
];
