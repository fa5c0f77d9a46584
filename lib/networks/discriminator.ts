/**
 * The discriminator D(x): whether x is real, and of which domain it is. In a conditional GAN D(x, c) is
 * told the domain instead.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import type { Random } from "../random.ts";
import type { Mode, Network } from "./network.ts";
import { type NetworkPlan, NetworkPlanner, startNetwork } from "./network_plan.ts";
import {
  applyHead,
  buildHead,
  buildTrunk,
  trunkFeatures,
  trunkLayers,
  type TrunkShape,
} from "./trunk.ts";

/** D's two answers, both as logits. */
export interface Judgement {
  /** Real (positive) or fake (negative), [B]. */
  readonly source: tf.Tensor1D;
  /**
   * Domain, [B, K]; [B, 2K] for ADC-GAN, real of domain c at 2c, fake at 2c + 1. For a projection head it
   * is what each domain adds to source. For a semi-supervised GAN it is the first K of its K + 1 logits,
   * the last being -source. For InfoGAN it is Q's reading of the code. Where c is concatenated to D's
   * input, D has no such head.
   */
  readonly classes?: tf.Tensor2D;
  /** z as D reads it, [B, z]; only with config.zWeight. */
  readonly latent?: tf.Tensor2D;
}

const trunkShape = (config: Config, domains: number): TrunkShape => ({
  size: config.size,
  filters: config.df,
  kernel: config.dKernel,
  norm: config.dNorm,
  inputs: seesLabel(config) ? 3 + domains : 3,
});

/** Without spectral norm. */
const latentShape = (shape: TrunkShape): TrunkShape => ({ ...shape, norm: "none" });

/** Whether c is part of D's input: the conditional GAN of Mirza and Osindero. */
export const seesLabel = ({ dHead }: Pick<Config, "dHead">): boolean => dHead === "concat";

/**
 * Makes D's variables: a trunk of stride-2 convolutions, a head of 1 and a head of K (or 2K, or none where
 * c is concatenated to the input). With
 * config.zWeight there is also a linear head of length config.z, without spectral norm. Differs:
 * that head is not in the paper. Source: InfoGAN, Chen et al., arXiv 1606.03657, with all of z as
 * its code.
 *
 * Source: section 3.1; layer list and init from the public release.
 *
 * @param config its df, dNorm, dKernel, dHead, zWeight, z and size decide the shapes
 * @param domains K, the number of domains
 * @param random where the initial values come from
 * @returns the variables; dispose of them with disposeNetwork
 */
export function createDiscriminator(config: Config, domains: number, random: Random): Network {
  return startNetwork(planDiscriminator(config, domains), random);
}

/** The variables of {@linkcode createDiscriminator}, which take no memory yet. */
export function planDiscriminator(config: Config, domains: number): NetworkPlan {
  const builder = new NetworkPlanner(), shape = trunkShape(config, domains);
  buildTrunk(builder, shape);
  buildHead(builder, "source", shape, 1);
  const classes = config.dHead === "adcgan" ? 2 * domains : domains;
  if (!seesLabel(config)) buildHead(builder, "classes", shape, classes);
  if (config.zWeight > 0) buildHead(builder, "latent", latentShape(shape), config.z);
  return builder.plan();
}

/**
 * D(x), or D(x, c) where config.dHead is `concat`: then c is K more channels of x, each of them 1 all over
 * the image or 0.
 *
 * Source: Mirza and Osindero, arXiv 1411.1784, section 3.2. Differs: their D is dense and joins hidden
 * layers of x and c. A convolution sees c as channels at its input, as in pix2pix (Isola et al., arXiv
 * 1611.07004), where the condition is an image.
 *
 * @param config as given to {@linkcode createDiscriminator}
 * @param network D's variables
 * @param x images [B, size, size, 3] in [-1, 1]
 * @param mode training (with `observed`) or inference
 * @param c labels, one-hot [B, K], needed where config.dHead is `concat`, and not looked at elsewhere
 * @returns logits; the caller disposes of them
 * @throws TypeError if x is of another shape, or c is missing
 */
export function applyDiscriminator(
  config: Config,
  network: Network,
  x: tf.Tensor4D,
  mode: Mode = {},
  c?: tf.Tensor2D,
): Judgement {
  return tf.tidy(() =>
    judgeAndSee(config, network, x, mode, c).judgement as unknown as tf.TensorContainerObject
  ) as unknown as Judgement;
}

/** A judgement, and what it was made from. */
export interface SeenJudgement {
  /** D's answers. */
  readonly judgement: Judgement;
  /** What its layers saw: [B, size / 2, size / 2, df] and so on, down to 4x4. */
  readonly features: tf.Tensor4D[];
}

/**
 * {@linkcode applyDiscriminator} and what D's layers saw on the way, of one pass.
 *
 * @param config as given to {@linkcode createDiscriminator}
 * @param network D's variables
 * @param x images [B, size, size, 3] in [-1, 1]
 * @param mode training (with `observed`) or inference
 * @param c labels, one-hot [B, K], needed where config.dHead is `concat`
 * @returns all of it; the caller disposes of it
 * @throws TypeError as {@linkcode applyDiscriminator} does
 */
export function judgeAndSee(
  config: Config,
  network: Network,
  x: tf.Tensor4D,
  mode: Mode = {},
  c?: tf.Tensor2D,
): SeenJudgement {
  return tf.tidy(() => {
    const { shape, input } = inputOf(config, x, c);
    const layers = trunkLayers(shape, network, input, mode);
    const last = layers.at(-1)!.reshape<tf.Tensor2D>([x.shape[0], trunkFeatures(shape)]);
    const head = (name: string, of = shape) => applyHead(network, name, of, last, mode);
    const judgement = {
      source: head("source").reshape([x.shape[0]]),
      ...(!seesLabel(config) && { classes: head("classes") }),
      ...(config.zWeight > 0 && { latent: head("latent", latentShape(shape)) }),
    };
    return { judgement, features: layers } as unknown as tf.TensorContainerObject;
  }) as unknown as SeenJudgement;
}

/**
 * What D's layers see in x, in inference mode: [B, size / 2, size / 2, df] and so on, down to 4x4.
 *
 * @param config as given to {@linkcode createDiscriminator}
 * @param network D's variables
 * @param x images [B, size, size, 3] in [-1, 1]
 * @param c labels, one-hot [B, K], needed where config.dHead is `concat`
 * @returns one tensor a layer; the caller disposes of them
 * @throws TypeError as {@linkcode applyDiscriminator} does
 */
export function discriminatorFeatures(
  config: Config,
  network: Network,
  x: tf.Tensor4D,
  c?: tf.Tensor2D,
): tf.Tensor4D[] {
  return tf.tidy(() => {
    const { shape, input } = inputOf(config, x, c);
    return trunkLayers(shape, network, input, {});
  });
}

/** D's trunk, and x as it sees it. */
function inputOf(config: Config, x: tf.Tensor4D, c?: tf.Tensor2D) {
  if (!seesLabel(config)) return { shape: trunkShape(config, 0), input: x };
  if (!c) throw new TypeError("D needs c where dHead is concat: give the labels");
  return { shape: trunkShape(config, c.shape[1]), input: withLabels(x, c) };
}

/** Images with K more channels, [B, size, size, 3 + K]. */
function withLabels(x: tf.Tensor4D, c: tf.Tensor2D): tf.Tensor4D {
  const [, height, width, channels] = x.shape;
  if (channels !== 3) {
    throw new TypeError(`Images must be [B, ${height}, ${width}, 3], got [${x.shape}]`);
  }
  const planes = c.reshape([c.shape[0], 1, 1, c.shape[1]]).tile([1, height, width, 1]);
  return tf.concat([x, planes as tf.Tensor4D], 3);
}
