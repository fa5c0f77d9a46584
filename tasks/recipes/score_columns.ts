/**
 * The scores of an evaluation as columns of a table.
 *
 * @module
 */
import type { Evaluation } from "../../lib/evaluation/evaluation.ts";

/** One score, of each direction or domain, or of the whole model. */
export interface ScoreColumn {
  readonly title: string;
  /** Digits after the point. */
  readonly digits: number;
  /** One number for each direction or domain, or one in all; null where the data do not allow it. */
  readonly values: (evaluation: Evaluation) => readonly (number | null)[];
}

type Direction = Evaluation["directions"][number];
type Domain = Evaluation["samples"][number];

const ofDirections = (
  title: string,
  value: (direction: Direction) => number | null,
  digits = 2,
): ScoreColumn => ({ title, digits, values: ({ directions }) => directions.map(value) });

const ofSamples = (
  title: string,
  value: (domain: Domain) => number | null,
  digits = 2,
): ScoreColumn => ({ title, digits, values: ({ samples }) => samples.map(value) });

const ofModel = (
  title: string,
  value: (evaluation: Evaluation) => number | null,
  digits = 2,
): ScoreColumn => ({ title, digits, values: (evaluation) => [value(evaluation)] });

/** What translation and latents are worth: both stages' business. */
export const modelColumns: readonly ScoreColumn[] = [
  ofDirections("target accuracy", (d) => d.targetAccuracy),
  ofDirections("paired score", (d) => d.pairedScore),
  ofDirections("kernel distance", (d) => d.kernelDistance, 3),
  ofDirections("diversity", (d) => d.diversity),
  ofModel("z R^2", ({ latent }) => latent.r2),
  ofModel("class leak", ({ latent }) => latent.classLeak),
  ofModel("recon. MSE fakes", ({ reconstruction }) => reconstruction.fake.mse, 3),
  ofModel("recon. MSE reals", ({ reconstruction }) => reconstruction.real.mse, 3),
];

/** What the generator's samples are worth. */
export const sampleColumns: readonly ScoreColumn[] = [
  ofSamples("samples: accuracy", (d) => d.sampleAccuracy),
  ofSamples("samples: kernel distance", (d) => d.sampleKernelDistance, 3),
  ofSamples("samples: diversity", (d) => d.sampleDiversity),
];

/** What is the same for every recipe: the scores of the data themselves. */
export const dataColumns: readonly ScoreColumn[] = [
  ofModel("classifier on reals", ({ classifier }) => classifier.heldOutAccuracy),
  ofDirections("paired score of a copy", (d) => d.copyScore),
  ofDirections("paired score of the neighbour", (d) => d.neighbourScore),
  ofSamples("kernel distance of reals", (d) => d.kernelFloor, 3),
];
