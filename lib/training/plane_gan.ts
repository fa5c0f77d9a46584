/**
 * A GAN of points in the plane: dense networks of a few thousand weights, and the losses of stage 1 as they
 * are. Its whole world can be drawn, and it trains in seconds.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { discriminatorLosses, type GanConfig, generatorLosses } from "../losses/gan_losses.ts";
import { readDomain } from "../losses/read_domain.ts";
import type { Verdict } from "../losses/gan_losses.ts";
import { seesLabel } from "../networks/discriminator.ts";
import { disposeNetwork, type Network } from "../networks/network.ts";
import { NetworkPlanner, startNetwork } from "../networks/network_plan.ts";
import type { Random } from "../random.ts";
import { type Adam, applyAdam, createAdam, disposeAdam } from "./adam.ts";
import { type Losses, lossGradients } from "./gradients.ts";

/** What decides a {@linkcode PlaneGan}. */
export interface PlaneConfig extends GanConfig {
  /** Length of z. */
  readonly z: number;
  /** Width of the three hidden layers of G and of D. */
  readonly width: number;
  /** Adam's step size, of G and D. */
  readonly learningRate: number;
}

/** Points [B, 2], and their labels. */
export interface PlanePoints {
  /** Points, [B, 2]. */
  readonly x: tf.Tensor2D;
  /** Labels, one-hot [B, K]. */
  readonly c: tf.Tensor2D;
}

/** One batch; as `Stage1Batch`, of points. */
export interface PlaneBatch extends PlanePoints {
  /** Latents [B, z]. */
  readonly z: tf.Tensor2D;
  /** Other real points, whose labels are known, where those of x are not. */
  readonly labelled?: PlanePoints;
}

/** G and D of points in the plane, and their moments. */
export interface PlaneGan extends Disposable {
  /** What it was made for. */
  readonly config: PlaneConfig;
  /** K. */
  readonly domains: number;
  /** G. */
  readonly generator: Network;
  /** D. */
  readonly discriminator: Network;
  /** G's moments. */
  readonly adamG: Adam;
  /** D's moments. */
  readonly adamD: Adam;
}

/** Hidden layers. */
const LAYERS = ["hidden1", "hidden2", "hidden3"];
/** Adam's decays, as DCGAN has them. */
const DECAYS = { beta1: 0.5, beta2: 0.999 };

/**
 * Makes the two networks: three hidden layers with leaky ReLU, linear heads.
 *
 * @param config which losses, and the sizes
 * @param domains K
 * @param random where the initial values come from
 * @returns a GAN at step 0; dispose of it by `using`
 */
export function createPlaneGan(config: PlaneConfig, domains: number, random: Random): PlaneGan {
  const { dHead, z, zWeight } = config;
  const generator = dense(config, z + domains, { x: 2 }, random.fork("generator"));
  const heads = {
    source: 1,
    ...!seesLabel(config) && { classes: dHead === "adcgan" ? 2 * domains : domains },
    ...zWeight > 0 && { latent: z },
  };
  const inputs = 2 + (seesLabel(config) ? domains : 0);
  const discriminator = dense(config, inputs, heads, random.fork("discriminator"));
  const adamG = createAdam(generator.weights), adamD = createAdam(discriminator.weights);
  return {
    ...{ config, domains, generator, discriminator, adamG, adamD },
    [Symbol.dispose]() {
      [adamG, adamD].forEach(disposeAdam);
      [generator, discriminator].forEach(disposeNetwork);
    },
  };
}

/**
 * Updates D once, then G, as `stage1Step` does with images.
 *
 * @param gan what moves
 * @param batch read; the caller disposes of it
 * @returns the losses by their names in stage 1, kept; the caller disposes of them
 */
export function planeGanStep(gan: PlaneGan, batch: PlaneBatch): Losses {
  const { config, generator, discriminator } = gan, { x, c, z, labelled } = batch;
  const options = { learningRate: config.learningRate, ...DECAYS };
  return tf.tidy(() => {
    const fake = drawPlane(gan, z, c);
    const ofD = lossGradients(discriminator.weights, () => {
      const real = judge(gan, x, c), made = judge(gan, fake, c);
      const told = labelled && { verdict: judge(gan, labelled.x, labelled.c), c: labelled.c };
      return discriminatorLosses(config, { real, made, told }, { c, z });
    });
    applyAdam(gan.adamD, discriminator.weights, ofD.gradients, options);
    const ofG = lossGradients(
      generator.weights,
      () => generatorLosses(config, judge(gan, drawPlane(gan, z, c), c), { c, z }),
    );
    applyAdam(gan.adamG, generator.weights, ofG.gradients, options);
    return { ...ofD.losses, ...ofG.losses };
  });
}

/** G(z, c): points [B, 2] from z [B, z] and c [B, K]; the caller disposes of them. */
export function drawPlane({ generator }: PlaneGan, z: tf.Tensor2D, c: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => head(generator, "x", hidden(generator, tf.concat([z, c], 1))));
}

/** P(c | x) as D says it, [B, K], of points [B, 2]; as `estimateDomain`. The caller disposes of it. */
export function readPlane(gan: PlaneGan, x: tf.Tensor2D): tf.Tensor2D {
  const shape = [x.shape[0], gan.domains] as const;
  return readDomain(gan.config.dHead, shape, (c) => judge(gan, x, c));
}

function judge(
  { config, discriminator }: PlaneGan,
  x: tf.Tensor2D,
  c: tf.Tensor2D | undefined,
): Verdict {
  const told = seesLabel(config);
  const features = hidden(discriminator, told ? tf.concat([x, c!], 1) : x);
  return {
    source: head(discriminator, "source", features).reshape([-1]),
    ...!told && { classes: head(discriminator, "classes", features) },
    ...config.zWeight > 0 && { latent: head(discriminator, "latent", features) },
  };
}

/** A dense network: W ~ N(0, 2 / inputs) in hidden layers (He), N(0, 1 / inputs) in heads. */
function dense(
  { width }: PlaneConfig,
  inputs: number,
  heads: Readonly<Record<string, number>>,
  random: Random,
): Network {
  const planner = new NetworkPlanner();
  for (const name of LAYERS) {
    planner.weight(`${name}/kernel`, [inputs, width], 0, Math.sqrt(2 / inputs));
    planner.zeros(`${name}/bias`, [width]);
    inputs = width;
  }
  for (const [name, outputs] of Object.entries(heads)) {
    planner.weight(`${name}/kernel`, [width, outputs], 0, Math.sqrt(1 / width));
    planner.zeros(`${name}/bias`, [outputs]);
  }
  return startNetwork(planner.plan(), random);
}

const head = ({ weights }: Network, name: string, x: tf.Tensor2D): tf.Tensor2D =>
  tf.matMul(x, weights[`${name}/kernel`] as tf.Tensor as tf.Tensor2D)
    .add(weights[`${name}/bias`]);

const hidden = (network: Network, x: tf.Tensor2D): tf.Tensor2D =>
  LAYERS.reduce((x, name) => tf.leakyRelu(head(network, name, x), 0.2), x);

/** A config of the toy: the losses of D's head, all of weight 1. */
export const planeConfig = (dHead: Config["dHead"], zWeight: number = 0): PlaneConfig => ({
  ...{ dHead, zWeight, loss: "bce", classWeight: 1, classOnFakes: false },
  ...{ z: 4, width: 64, learningRate: 1e-3 },
});
