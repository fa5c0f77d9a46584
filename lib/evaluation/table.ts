/**
 * An evaluation as a table for the terminal.
 *
 * @module
 */
import type {
  DirectionReport,
  DomainReport,
  FeatureReport,
  MethodEvaluation,
} from "./evaluation.ts";
import { keptTable, pathTable } from "./drawn/kept_table.ts";
import { meanAgreement } from "./drawn/preservation.ts";
import { portraitLegend, portraitTable } from "./portraits/portrait_table.ts";
import type { Reconstruction } from "./reconstruction.ts";
import { type Column, table } from "./text_table.ts";

const fixed = (digits: number) => (v: number | null) => v === null ? "-" : v.toFixed(digits);
const two = fixed(2), three = fixed(3);

const directionColumns: readonly Column<DirectionReport>[] = [
  ["translation", (d) => `${d.source} -> ${d.target}`],
  ["N", (d) => `${d.count}`],
  ["target accuracy", (d) => two(d.targetAccuracy)],
  ["paired score", (d) => two(d.pairedScore)],
  ["(mean face)", (d) => two(d.meanFaceScore)],
  ["(neighbour)", (d) => two(d.neighbourScore)],
  ["(copy)", (d) => two(d.copyScore)],
  ["diversity", (d) => two(d.diversity)],
];

/** Columns that only paired data fill. */
const pairedTitles = ["paired score", "(mean face)", "(neighbour)", "(copy)"];

const detailColumns: readonly Column<DirectionReport>[] = [
  ["what else", (d) => `${d.source} -> ${d.target}`],
  ["edges", (d) => two(d.edges)],
  ["structure", (d) => two(d.structure)],
  ["(chance)", (d) => two(d.structureChance)],
  ["background error", (d) => three(d.background?.error ?? null)],
  ["background noise", (d) => three(d.background?.noise ?? null)],
  ["kept attributes", (d) => two(d.kept && meanAgreement(d.kept))],
];

const sampleColumns: readonly Column<DomainReport>[] = [
  ["samples G(z, c)", (d) => d.domain],
  ["N", (d) => `${d.count}`],
  ["accuracy", (d) => two(d.sampleAccuracy)],
  ["diversity", (d) => two(d.sampleDiversity)],
  ["edges", (d) => two(d.sampleEdges)],
  ["MS-SSIM", (d) => two(d.sampleMsSsim)],
  ["(reals')", (d) => two(d.realMsSsim)],
];

/** One set of images that is compared with reals. */
interface Distances {
  readonly images: string;
  readonly count: number;
  readonly kernel: number | null;
  readonly kernelFloor: number | null;
  readonly classifier: number | null;
  readonly classifierFloor: number | null;
}

const distanceColumns: readonly Column<Distances>[] = [
  ["kernel distance", (d) => d.images],
  ["N", (d) => `${d.count}`],
  ["random convolutions", (d) => three(d.kernel)],
  ["(reals' floor)", (d) => three(d.kernelFloor)],
  ["classifier's features", (d) => three(d.classifier)],
  ["(reals' floor)", (d) => three(d.classifierFloor)],
];

function distancesOf({ directions, samples }: MethodEvaluation): Distances[] {
  // Older files have the floors with the samples alone.
  const floors = (target: string) => samples.find(({ domain }) => domain === target);
  return [
    ...directions.map((d) => ({
      images: `${d.source} -> ${d.target}`,
      count: d.count,
      kernel: d.kernelDistance,
      kernelFloor: d.kernelFloor ?? floors(d.target)?.kernelFloor ?? null,
      classifier: d.classifierDistance,
      classifierFloor: d.classifierFloor ?? floors(d.target)?.classifierFloor ?? null,
    })),
    ...samples.map((s) => ({
      images: `G(z, ${s.domain})`,
      count: s.count,
      kernel: s.sampleKernelDistance,
      kernelFloor: s.kernelFloor,
      classifier: s.sampleClassifierDistance,
      classifierFloor: s.classifierFloor,
    })),
  ];
}

function featureTable({ features, width, count, distances }: FeatureReport): string[] {
  const columns: readonly Column<FeatureReport["distances"][number]>[] = [
    [features, ({ source, domain }) => source ? `${source} -> ${domain}` : `G(z, ${domain})`],
    ["N", () => `${count}`],
    ["kernel distance", (d) => three(d.kernelDistance)],
    ["(reals' floor)", (d) => three(d.floor)],
  ];
  return [
    ...table(columns, distances),
    `on its ${width} features of enlarged images; not FID and not KID: to be held against the floor`,
    "",
  ];
}

/** One score of the whole model: its name, value and meaning. */
type Score = readonly [name: string, value: string, meaning: string];

function scores(evaluation: MethodEvaluation): Score[] {
  const { classifier, latent, domainReading, reconstruction: { fake, real }, cost } = evaluation;
  const found: Score[] = [[
    "classifier, held-out reals",
    two(classifier.heldOutAccuracy),
    `ideal 1, chance ${two(classifier.chance)}; target accuracy can be trusted this far`,
  ]];
  if (latent) {
    const dimensions = latent.perDimension;
    const weakest = Math.min(...dimensions), strongest = Math.max(...dimensions);
    found.push([
      "z R^2",
      two(latent.r2),
      `ideal 1, always answering 0 scores 0; dimensions ${two(weakest)} to ${two(strongest)}`,
    ], [
      "class leak",
      two(latent.classLeak),
      `ideal is chance, ${two(latent.classLeakChance)}: how often a line reads c off E(x)`,
    ], [
      "class leak, nonlinear",
      two(latent.nonlinearLeak),
      `ideal is chance: how often random features of E(x) tell c`,
    ]);
  }
  if (domainReading) {
    found.push([
      "domain of held-out reals",
      two(domainReading.accuracy),
      `ideal 1, chance ${two(classifier.chance)}; read by ${domainReading.by}`,
    ]);
  }
  if (fake) {
    found.push(["reconstruction MSE, fakes", three(fake.mse), `ideal 0; ${similarity(fake)}`]);
  }
  if (real) {
    found.push(["reconstruction MSE, reals", three(real.mse), `ideal 0; ${similarity(real)}`]);
  }
  if (cost) {
    const ms = (seconds: number) => `${(1000 * seconds).toFixed(1)} ms`;
    found.push([
      "parameters",
      cost.parameters.toLocaleString("en"),
      `an image takes ${ms(cost.secondsAlone)} alone, ${ms(cost.secondsInBatch)} in a batch of ` +
      `${cost.batch}`,
    ]);
  }
  return found;
}

const similarity = ({ mae, psnr, ssim }: Reconstruction) =>
  `MAE ${three(mae)}, PSNR ${psnr.toFixed(1)} dB, SSIM ${two(ssim)} (ideal 1)`;

const legend = (paired: boolean, sampled: boolean): string[] => [
  "target accuracy: the classifier takes the translation for the target domain; ideal 1",
  ...paired
    ? [
      "paired score: 0 is a random face of the target domain, 1 the true counterpart",
      "(mean face): the paired score of the target's mean training face, as pixels reward blur",
      "(neighbour): that of the nearest other input's true counterpart, which no method is told",
      "(copy): that of the input itself, as pixels reward doing nothing",
    ]
    : [],
  "diversity: mean difference of two images / that of two held-out reals; ideal 1",
  "kernel distance: to the target's held-out reals; ideal is the floor. Random convolutions learnt",
  "  nothing of the domains; the classifier's features keep what tells these apart and little else",
  "edges: gradient magnitude / that of the target's held-out reals; ideal 1, less is soft",
  "structure: correlation of the edges of input and translation; (chance) is that of other pairs",
  ...sampled
    ? [
      "MS-SSIM: how alike two images of a domain are; ideal is the reals' own, above is less variety",
    ]
    : [],
];

const pathLegend = [
  "G alike: read alike off G(z, c) and G(z, c'); E, fakes: off G(z, c) and G(E(G(z, c)), c)",
  "E, reals: the person's own off G(E(x), c); (renamed): off translations, values renamed",
];

const drawnLegend = [
  "background: where source and true counterpart both show it; error and unevenness, ideal 0",
  "kept attributes: a probe's hits on translations / those on the true counterparts; ideal 1",
];

/**
 * The whole evaluation as text: a table of directions, one of samples, the scores of the model,
 * and a line on what each number means.
 *
 * @param evaluation what {@linkcode evaluate} returned
 * @returns lines without a newline at the end, at most 100 characters each for short domain names
 */
export function evaluationTable(evaluation: MethodEvaluation): string {
  const { data, backend, device, seconds, directions, samples, otherFeatures } = evaluation;
  const paired = directions.some((direction) => direction.pairedScore !== null);
  const drawn = directions.some(({ background, kept }) => background ?? kept);
  const shown = directionColumns.filter(([title]) => paired || !pairedTitles.includes(title));
  const named = scores(evaluation);
  const nameWidth = Math.max(...named.map(([name]) => name.length));
  return [
    ...table(shown, directions),
    "",
    ...table(drawn ? detailColumns : detailColumns.slice(0, 4), directions),
    "",
    ...samples.length ? [...table(sampleColumns, samples), ""] : [],
    ...table(distanceColumns, distancesOf(evaluation)),
    "",
    ...otherFeatures ? featureTable(otherFeatures) : [],
    ...keptTable(directions),
    ...portraitTable(evaluation.portraits),
    ...pathTable(evaluation.attributes),
    ...named.map(([name, value, meaning]) => `${name.padEnd(nameWidth)}  ${value}  ${meaning}`),
    "",
    ...legend(paired, samples.length > 0),
    ...evaluation.attributes ? pathLegend : [],
    ...drawn ? drawnLegend : [],
    ...evaluation.portraits?.directions.length ? portraitLegend : [],
    ...(evaluation.missing ?? []).map((text) => `not here: ${text}`),
    `data ${data}, backend ${backend}${device ? ` (${device})` : ""}, ${seconds.toFixed(1)} s`,
  ].join("\n");
}
