/**
 * The named starting points of a {@linkcode Config}.
 *
 * @module
 */
import { absentValues, type Config, type ConfigKey, validateConfig } from "./config.ts";

/** Names of the presets. */
export type PresetName = "paper" | "release" | "modern" | "small" | "tiny" | "portraits";

/**
 * `release`: the public code of April 2017; the values were read from it. Its 100 epochs of
 * CelebA's 202,599 images are 316,500 iterations at 32 of each class. Everything younger than it is
 * off.
 */
const release: Config = {
  ...absentValues,
  preset: "release",
  size: 64,
  seed: 1,
  batch: 64,
  z: 100,
  zDistribution: "normal",
  labelEmbedding: 5,
  gf: 128,
  gNorm: "batch",
  gUp: "deconv",
  gKernel: 5,
  df: 64,
  dNorm: "batch",
  dKernel: 5,
  dHead: "acgan",
  loss: "bce",
  classWeight: 1,
  classOnFakes: false,
  steps1: 316_500,
  gSteps: 2,
  gLearningRate: 2e-4,
  dLearningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  emaMomentum: 0,
  bnMomentum: 0.9,
  diffAugment: [],
  ef: 64,
  eNorm: "batch",
  steps2: 30_000,
  eLearningRate: 1e-4,
  eBeta1: 0.5,
  objective: "z",
  eAugment: [],
  flip: true,
  zoom: 0.95,
  rotate: 10,
  cropFrom: 69,
  heldOut: 0.1,
  saveEvery: 1000,
  sampleEvery: 1000,
  logEvery: 10,
  evaluateEvery: 5000,
};

/**
 * `paper`: the configuration at the time of the paper, January 2017: 12 epochs of CelebA.
 *
 * Differs: its batches came from one shuffled pool. Ours have as many images of each domain, drawn
 * with replacement, as those of the release do. Neither preset squashes an image to a square; both
 * crop it.
 */
const paper: Config = {
  ...release,
  preset: "paper",
  z: 98,
  zDistribution: "uniform",
  labelEmbedding: 2,
  gf: 64,
  eNorm: "none",
  steps1: 38_000,
  steps2: 10_000,
  eLearningRate: 2e-4,
  zoom: 1,
  rotate: 0,
  cropFrom: 64,
};

/**
 * `modern`: the same two stages with what is known to work better. fixtures/benchmark/README.md
 * says how it was chosen. Step sizes are large, fall over the second half of each stage, and have
 * no momentum in G and D. E has batch norm, which learns fastest. Stage 2 uses real images, which
 * bring E closer to them at little cost to z. z has a length of 32, and D reads it off fakes
 * (zWeight), so that G leaves no part of it unused. The consistency loss keeps the domains from
 * drifting apart in long runs. G has one more layer at full resolution. D sees noise; without it, D
 * told drawn faces from fakes by texture alone.
 */
const modern: Config = {
  ...release,
  preset: "modern",
  z: 32,
  labelEmbedding: 0,
  gf: 64,
  gNorm: "conditional",
  gUp: "upsample",
  gKernel: 3,
  gFull: 16,
  dNorm: "spectral",
  dKernel: 4,
  dHead: "adcgan",
  loss: "hinge",
  consistencyWeight: 1,
  zWeight: 1,
  instanceNoise: 0.3,
  gSteps: 1,
  gLearningRate: 5e-4,
  dLearningRate: 1e-3,
  beta1: 0,
  emaMomentum: 0.999,
  decayShare: 0.5,
  eDecayShare: 0.5,
  eNorm: "batch",
  eLearningRate: 1.5e-3,
  eRealWeight: 1,
  eInvarianceWeight: 1,
  eErase: true,
  zoom: 1,
  rotate: 0,
  cropFrom: 64,
};

/**
 * `small`: `modern` for half an hour on a CPU, with narrow networks, small batches and a short
 * average.
 */
const small: Config = {
  ...modern,
  preset: "small",
  batch: 32,
  gf: 32,
  df: 32,
  ef: 32,
  steps1: 3000,
  emaMomentum: 0.995,
  steps2: 1000,
  saveEvery: 500,
  sampleEvery: 500,
  evaluateEvery: 500,
};

/**
 * `tiny`: `small` for minutes, at 32x32, with a shorter z; what `demo` begins with. Its batches are the smallest,
 * since many updates by few images each bring translations nearer to the true counterparts than few
 * updates by many.
 */
const tiny: Config = {
  ...small,
  preset: "tiny",
  size: 32,
  batch: 16,
  z: 16,
  steps1: 3600,
  emaMomentum: 0.9975,
  steps2: 1800,
  cropFrom: 32,
  saveEvery: 900,
  sampleEvery: 400,
  evaluateEvery: 900,
};

/**
 * `portraits`: `small` for photographs of faces, an hour on a CPU core with a BLAS, at 64x64. z is four
 * times as long, since a person has more to tell than a drawing. E learns beside G from the first step
 * on: three of four z are what E reads off real images, and G has to draw these again, in pixels, in
 * wavelets and in what D sees, so that it can draw what real images show. E has to read the same z off
 * a real image and off what G makes of it in each domain (cycleWeight), the same in the mean of both
 * domains, and with uncorrelated coordinates, which take the place of `whiten`. c scales and shifts only
 * layers of 16x16 and more, so that both domains are drawn from one and the same layout. It wants its
 * 2,200 steps: with 500 of them `small` is better, see fixtures/benchmark.
 *
 * Differs: in the paper no E takes part in stage 1.
 */
const portraits: Config = {
  ...small,
  preset: "portraits",
  batch: 64,
  z: 128,
  gLabelFrom: 16,
  consistencyWeight: 0,
  robustConsistencyWeight: 1,
  encodedShare: 0.75,
  rebuildWeight: 5,
  rebuildDetailWeight: 1,
  rebuildFeatureWeight: 1,
  cycleWeight: 1,
  invarianceWeight: 5,
  correlationWeight: 0.1,
  instanceNoise: 0.1,
  emaMomentum: 0.998,
  steps1: 2200,
  eRealWeight: 5,
  eDetailWeight: 0.5,
  eFeatureWeight: 1,
  steps2: 240,
  whiten: false,
};

const presets: Readonly<Record<PresetName, Config>> = {
  paper,
  release,
  modern,
  small,
  tiny,
  portraits,
};

/** The names of all presets. */
export const presetNames: readonly PresetName[] = Object.keys(presets) as PresetName[];

/**
 * A preset with some fields changed. If `size` changes and `cropFrom` is not given, cropFrom keeps
 * its ratio to size.
 *
 * @param preset the preset to start from
 * @param changes fields to change
 * @throws RangeError if the preset or a field is unknown, or a value does not fit
 * @example
 * ```ts
 * import { createConfig } from "@im2im/im2im";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(createConfig("release", { size: 128 }).cropFrom, 138);
 * ```
 */
export function createConfig(
  preset: PresetName = "modern",
  changes: Partial<Config> = {},
): Config {
  if (!Object.hasOwn(presets, preset)) {
    throw new RangeError(`preset must be one of ${presetNames.join(", ")}, got "${preset}"`);
  }
  const base = presets[preset];
  const scaled = changes.size
    ? Math.round(base.cropFrom / base.size * changes.size)
    : base.cropFrom;
  const given = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Partial<Record<ConfigKey, unknown>>;
  return validateConfig({ ...base, cropFrom: scaled, ...given });
}
