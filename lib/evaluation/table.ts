/**
 * An evaluation as a table for the terminal.
 *
 * @module
 */
import type { DirectionReport, DomainReport, Evaluation } from "./evaluation.ts";

const fixed = (digits: number) => (v: number | null) => v === null ? "-" : v.toFixed(digits);
const two = fixed(2), three = fixed(3);

/** A column: its title and the text of one entry. */
type Column<T> = readonly [title: string, text: (entry: T) => string];

const directionColumns: readonly Column<DirectionReport>[] = [
  ["translation", (d) => `${d.source} -> ${d.target}`],
  ["N", (d) => `${d.count}`],
  ["target accuracy", (d) => two(d.targetAccuracy)],
  ["paired score", (d) => two(d.pairedScore)],
  ["(copy)", (d) => two(d.copyScore)],
  ["(neighbour)", (d) => two(d.neighbourScore)],
  ["diversity", (d) => two(d.diversity)],
  ["kernel distance", (d) => three(d.kernelDistance)],
];

const sampleColumns: readonly Column<DomainReport>[] = [
  ["samples G(z, c)", (d) => d.domain],
  ["N", (d) => `${d.count}`],
  ["accuracy", (d) => two(d.sampleAccuracy)],
  ["diversity", (d) => two(d.sampleDiversity)],
  ["kernel distance", (d) => three(d.sampleKernelDistance)],
  ["(reals' floor)", (d) => three(d.kernelFloor)],
];

/** One score of the whole model: its name, value and meaning. */
type Score = readonly [name: string, value: string, meaning: string];

function scores({ classifier, latent, reconstruction: { fake, real } }: Evaluation): Score[] {
  const dimensions = latent.perDimension;
  const weakest = Math.min(...dimensions), strongest = Math.max(...dimensions);
  return [
    [
      "classifier, held-out reals",
      two(classifier.heldOutAccuracy),
      `ideal 1, chance ${two(classifier.chance)}; target accuracy can be trusted this far`,
    ],
    [
      "z R^2",
      two(latent.r2),
      `ideal 1, always answering 0 scores 0; dimensions ${two(weakest)} to ${two(strongest)}`,
    ],
    [
      "class leak",
      two(latent.classLeak),
      `ideal is chance, ${two(latent.classLeakChance)}: how often c is read off E(x)`,
    ],
    ["reconstruction MSE, fakes", three(fake.mse), `ideal 0; ${similarity(fake)}`],
    ["reconstruction MSE, reals", three(real.mse), `ideal 0; ${similarity(real)}`],
  ];
}

const similarity = ({ mae, psnr, ssim }: Evaluation["reconstruction"]["real"]) =>
  `MAE ${three(mae)}, PSNR ${psnr.toFixed(1)} dB, SSIM ${two(ssim)} (ideal 1)`;

const legend = (paired: boolean): string[] => [
  "target accuracy: the classifier takes the translation for the target domain; ideal 1",
  ...paired
    ? [
      "paired score: 0 is a random face of the target domain, 1 the true counterpart",
      "(copy): the paired score of the input itself, which pixels reward for doing nothing",
      "(neighbour): that of the nearest other input's true counterpart, which no method is told",
    ]
    : [],
  "diversity: mean difference of two images / that of two held-out reals; ideal 1",
  "kernel distance: to the target's held-out reals, on the classifier's features; ideal is the floor",
];

/**
 * The whole evaluation as text: a table of directions, one of samples, the scores of the model,
 * and a line on what each number means.
 *
 * @param evaluation what {@linkcode evaluate} returned
 * @returns lines without a newline at the end, at most 100 characters each for short domain names
 */
export function evaluationTable(evaluation: Evaluation): string {
  const { data, backend, seconds, directions, samples } = evaluation;
  const paired = directions.some((direction) => direction.pairedScore !== null);
  const shown = directionColumns.filter(([title]) =>
    paired || !["paired score", "(copy)", "(neighbour)"].includes(title)
  );
  const named = scores(evaluation);
  const nameWidth = Math.max(...named.map(([name]) => name.length));
  return [
    ...table(shown, directions),
    "",
    ...table(sampleColumns, samples),
    "",
    ...named.map(([name, value, meaning]) => `${name.padEnd(nameWidth)}  ${value}  ${meaning}`),
    "",
    ...legend(paired),
    `data ${data}, backend ${backend}, ${seconds.toFixed(1)} s`,
  ].join("\n");
}

/** Titles and rows, the first column to the left, the others to the right. */
function table<T>(columns: readonly Column<T>[], entries: readonly T[]): string[] {
  const rows = [columns.map(([title]) => title)];
  for (const entry of entries) rows.push(columns.map(([, text]) => text(entry)));
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) =>
    row.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])).join("  ")
  );
}
