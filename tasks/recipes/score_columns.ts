/**
 * The scores of an evaluation as columns of a table.
 *
 * @module
 */
import type { MethodEvaluation } from "../../lib/evaluation/evaluation.ts";
import { keptAttributes } from "../../lib/evaluation/drawn/kept_attributes.ts";
import { meanAgreement } from "../../lib/evaluation/drawn/preservation.ts";

/** A score; null where the data do not allow it, undefined in rows older than the score. */
export type Score = number | null | undefined;

/** One score, of each direction or domain, or of the whole model. */
export interface ScoreColumn {
  readonly title: string;
  /** Digits after the point. */
  readonly digits: number;
  /** One number for each direction or domain, or one in all. */
  readonly values: (evaluation: MethodEvaluation) => readonly Score[];
}

type Direction = MethodEvaluation["directions"][number];
type Domain = MethodEvaluation["samples"][number];

const ofDirections = (
  title: string,
  value: (direction: Direction) => Score,
  digits = 2,
): ScoreColumn => ({ title, digits, values: ({ directions }) => directions.map(value) });

const ofSamples = (
  title: string,
  value: (domain: Domain) => Score,
  digits = 2,
): ScoreColumn => ({ title, digits, values: ({ samples }) => samples.map(value) });

const ofModel = (
  title: string,
  value: (evaluation: MethodEvaluation) => Score,
  digits = 2,
): ScoreColumn => ({ title, digits, values: (evaluation) => [value(evaluation)] });

/** What translation and latents are worth: both stages' business. */
export const modelColumns: readonly ScoreColumn[] = [
  ofDirections("target accuracy", (d) => d.targetAccuracy),
  ofDirections("paired score", (d) => d.pairedScore),
  ofDirections("kernel distance, random convolutions", (d) => d.kernelDistance, 3),
  ofDirections("kernel distance, classifier's features", (d) => d.classifierDistance, 3),
  ofDirections("diversity", (d) => d.diversity),
  ofDirections("kept attributes", (d) => d.kept ? meanAgreement(d.kept) : null),
  ofDirections("background error", (d) => d.background?.error ?? null, 3),
  ofDirections("edges", (d) => d.edges),
  ofModel("z R^2", ({ latent }) => latent?.r2),
  ofModel("class leak", ({ latent }) => latent?.classLeak),
  ofModel("recon. MSE fakes", ({ reconstruction }) => reconstruction.fake?.mse, 3),
  ofModel("recon. MSE reals", ({ reconstruction }) => reconstruction.real?.mse, 3),
];

/** How each kept attribute fares, the mean over the directions. */
export const attributeColumns: readonly ScoreColumn[] = keptAttributes.map(({ name }, i) =>
  ofModel(name, ({ directions }) => {
    const known = directions.flatMap(({ kept }) => kept ? [kept[i].agreement] : []);
    return known.length ? known.reduce((sum, value) => sum + value, 0) / known.length : null;
  })
);

/** What the generator's samples are worth. */
export const sampleColumns: readonly ScoreColumn[] = [
  ofSamples("samples: accuracy", (d) => d.sampleAccuracy),
  ofSamples("samples: kernel distance, random convolutions", (d) => d.sampleKernelDistance, 3),
  ofSamples(
    "samples: kernel distance, classifier's features",
    (d) => d.sampleClassifierDistance,
    3,
  ),
  ofSamples("samples: diversity", (d) => d.sampleDiversity),
  ofSamples("samples: MS-SSIM", (d) => d.sampleMsSsim),
  ofSamples("samples: edges", (d) => d.sampleEdges),
];

/** What is the same for every recipe: the scores of the data themselves. */
export const dataColumns: readonly ScoreColumn[] = [
  ofModel("classifier on reals", ({ classifier }) => classifier.heldOutAccuracy),
  ofDirections("paired score of the mean face", (d) => d.meanFaceScore),
  ofDirections("paired score of the neighbour", (d) => d.neighbourScore),
  ofDirections("paired score of a copy", (d) => d.copyScore),
  ofSamples("kernel distance of reals on random convolutions", (d) => d.kernelFloor, 3),
  ofSamples("kernel distance of reals on the classifier's features", (d) => d.classifierFloor, 3),
  ofSamples("MS-SSIM of reals", (d) => d.realMsSsim),
];
