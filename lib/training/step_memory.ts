/**
 * The memory that a training step takes, computed from the config alone.
 *
 * @module
 */
import { comparesDomains, type Config } from "../config.ts";
import { planDiscriminator } from "../networks/discriminator.ts";
import { planEncoder } from "../networks/encoder.ts";
import { generatorChannels, planGenerator } from "../networks/generator.ts";
import type { NetworkPlan } from "../networks/network_plan.ts";
import type { Norm } from "../networks/normalize.ts";
import { trunkChannels } from "../networks/trunk.ts";
import { encodesReals } from "./encoded_latents.ts";
import { labelsSome } from "./stage1_step.ts";
import { rebuildsReals, showsReals } from "./stage2_step.ts";

/** Bytes that a step takes at its peak: fixed + batch * perImage. */
export interface StepMemory {
  /** Weights, moments and the gradients of weights. */
  readonly fixed: number;
  /** What each image of a batch adds: the layers' results, kept for the gradients, and these. */
  readonly perImage: number;
}

/** A layer, in numbers. */
interface Layer {
  /** Its result for one image. */
  readonly result: number;
  readonly norm: Norm;
}

/** A network, in numbers. */
interface Size {
  readonly weights: number;
  /** Weights of the largest layer. */
  readonly largest: number;
  /** What a step keeps of one image, forward and backward. */
  readonly layers: number;
}

/**
 * The peak of a step on wasm. For presets at 32x32 to 128x128 it is within 15 % of the measured
 * one.
 *
 * D's update sees reals and fakes, and where only some reals are labelled, these too. What
 * augmentations and further losses add was measured, in images.
 *
 * @param config its networks, batch, losses and augmentations
 * @param domains K, the number of domains
 * @param stage 1 or 2
 */
export function stepMemory(config: Config, domains: number, stage: 1 | 2): StepMemory {
  const g = generatorSize(config, domains);
  const d = trunkSize(config, planDiscriminator(config, domains), config.df, config.dNorm);
  const e = trunkSize(config, planEncoder(config, domains), config.ef, config.eNorm);
  const moments = 2, copies = config.emaMomentum > 0 ? 1 : 0;
  const held = (1 + moments) * (g.weights + d.weights + e.weights) + copies * g.weights;
  const step = stage === 2
    ? updateOfE(config, g, d, e)
    : larger(updateOfD(config, d), updateOfG(config, g, d, e, domains), config.batch);
  const fixed = held + step.fixed + transforms([g, d, e], config.batch);
  return { fixed: Math.round(4 * fixed), perImage: Math.round(4 * step.perImage) };
}

/**
 * Scratch memory of Winograd's convolution: transformed images up to a limit, transformed weights of the
 * largest layer, and what two threads work on. Measured.
 */
function transforms(networks: readonly Size[], batch: number): number {
  const images = batch * Math.max(...networks.map(({ layers }) => layers)) / 4;
  return Math.min(2_100_000, images) + 6 * Math.max(...networks.map(({ largest }) => largest)) +
    500_000;
}

/** In numbers, as the other two. */
function updateOfD(config: Config, d: Size): StepMemory {
  const images = 6 + augmented(config.diffAugment) + (config.instanceNoise > 0 ? 4 : 0);
  return {
    fixed: gradients(d, config.dNorm),
    perImage: (labelsSome(config) ? 3 : 2) * d.layers + images * imageOf(config),
  };
}

function updateOfG(config: Config, g: Size, d: Size, e: Size, domains: number): StepMemory {
  const enlarged = config.gUp === "upsample" ? 4 * g.largest : 0; // 16 taps for 9, and their gradient
  const images = 4 + augmented(config.diffAugment) + (config.instanceNoise > 0 ? 2 : 0) +
    (comparesDomains(config) ? 4 : 0) + (config.robustConsistencyWeight > 0 ? 17 : 0);
  const beside = encodesReals(config) ? besideG(config, d, e, domains) : { fixed: 0, perImage: 0 };
  return {
    fixed: gradients(g, config.gNorm) + enlarged + (config.dNorm === "spectral" ? d.weights : 0) +
      beside.fixed,
    perImage: g.layers + d.layers + images * imageOf(config) + featuresAlike(config) +
      beside.perImage,
  };
}

/** What the comparison of D's features keeps of each image: so many arrays of their size, measured. */
function featuresAlike({ featureConsistencyWeight, size, df, dKernel, dNorm }: Config): number {
  if (!featureConsistencyWeight) return 0;
  const channels = trunkChannels({ size, filters: df, kernel: dKernel, norm: dNorm });
  return 20 *
    channels.reduce((sum, count, i) => i ? sum + count * (size / 2 ** (i + 1)) ** 2 : sum, 0);
}

/** What E adds to an update of G: it reads the reals of the encoded z, and the fakes of the others, or all. */
function besideG(config: Config, d: Size, e: Size, domains: number): StepMemory {
  const { encodedShare: share, rebuildWeight, rebuildDetailWeight, cycleWeight } = config;
  const seen = featuresSeen(config, config.rebuildFeatureWeight, d);
  const read = share / domains + (cycleWeight > 0 ? 1 : 1 - share);
  const images = 3 + (rebuildWeight > 0 ? 1 : 0) + (rebuildDetailWeight > 0 ? 4 : 0) +
    (seen.perImage > 0 ? 4 : 0);
  return {
    fixed: gradients(e, config.eNorm) + seen.fixed,
    perImage: read * e.layers + images * imageOf(config) + share / domains * seen.perImage,
  };
}

/** What D sees in reals and in reconstructions, and the gradients of the latter. */
function featuresSeen({ dNorm }: Config, weight: number, d: Size): StepMemory {
  if (!weight) return { fixed: 0, perImage: 0 };
  return { fixed: dNorm === "spectral" ? 2 * d.weights : 0, perImage: 4 * d.layers };
}

function updateOfE(config: Config, g: Size, d: Size, e: Size): StepMemory {
  const batches = 1 + Number(showsReals(config)) + Number(config.eDomain);
  const rebuilds = Number(config.objective === "pixel") + Number(rebuildsReals(config));
  const seen = featuresSeen(config, config.eFeatureWeight, d);
  const images = 3 + 5 * rebuilds + 3 * (batches - 1) + augmented(config.eAugment) / 2;
  const learning = batches * e.layers + rebuilds * g.layers + images * imageOf(config) +
    seen.perImage;
  return {
    fixed: gradients(e, config.eNorm) + seen.fixed,
    perImage: Math.max(learning, g.layers / 2 + 2 * imageOf(config)), // G's images come first
  };
}

const imageOf = ({ size }: Config) => 3 * size ** 2;

/** The gradients of a network's weights, and its largest layer as the kernels pack it. */
const gradients = ({ weights, largest }: Size, norm: Norm) =>
  (norm === "spectral" ? 3 : 1) * weights + largest;

const larger = (a: StepMemory, b: StepMemory, batch: number) =>
  a.fixed + batch * a.perImage > b.fixed + batch * b.perImage ? a : b;

/** Images' worth of arrays that an augmentation keeps of each image. */
const augmented = (policies: Config["diffAugment"]) =>
  policies.reduce((sum, policy) => sum + { color: 14, translation: 9, cutout: 3 }[policy], 0);

function generatorSize(config: Config, domains: number): Size {
  const { size, gFull, gNorm } = config, channels = generatorChannels(config);
  const layers: Layer[] = [{ result: 16 * channels[0], norm: gNorm }];
  channels.forEach((_, i) => {
    const hidden = channels[i + 1] ?? gFull;
    layers.push({ result: 4 ** (i + 3) * (hidden || 3), norm: hidden ? gNorm : "none" });
  });
  if (gFull) layers.push({ result: 3 * size ** 2, norm: "none" });
  return sizeOf(planGenerator(config, domains), layers);
}

function trunkSize(config: Config, plan: NetworkPlan, filters: number, norm: Norm): Size {
  const { size, dKernel: kernel } = config;
  const layers = trunkChannels({ size, filters, kernel, norm }).map((channels, i): Layer => ({
    result: (size / 2 ** (i + 1)) ** 2 * channels,
    norm: i ? norm : "none",
  }));
  return sizeOf(plan, layers);
}

/**
 * With batch norm a layer keeps four arrays of its result's size: the convolution's result, the
 * normalised one, and their gradients. With a bias alone the first is not kept.
 */
function sizeOf(plan: NetworkPlan, layers: readonly Layer[]): Size {
  const weights = Object.values(plan).filter(({ trained }) => trained)
    .map(({ shape }) => shape.reduce((product, side) => product * side, 1));
  const kept = ({ result, norm }: Layer) =>
    (norm === "none" || norm === "spectral" ? 3 : 4) * result;
  return {
    weights: weights.reduce((sum, count) => sum + count),
    largest: Math.max(...weights),
    layers: layers.reduce((sum, layer) => sum + kept(layer), 0),
  };
}
