/**
 * One step of the Domain Transfer Network.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Draw } from "../kernels/draw.ts";
import { crossEntropy } from "../losses/class_loss.ts";
import { applyGenerator } from "../networks/generator.ts";
import type { Mode, Network, Observed } from "../networks/network.ts";
import { applyHead, applyTrunk, type TrunkShape } from "../networks/trunk.ts";
import { createConfig } from "../presets.ts";
import { type Losses, lossGradients } from "../training/gradients.ts";
import { oneHotRows } from "../training/latent.ts";
import { moveNetwork, type NetworkMove } from "../training/move_network.ts";
import type { BaselineTraining } from "./baseline_method.ts";
import { adamAt } from "./baseline_training.ts";
import type { DtnConfig } from "./dtn_config.ts";
import { constancyLoss, dtnClasses, totalVariation } from "./dtn_losses.ts";
import { fixedFeatures } from "./fixed_features.ts";

/** Share of the moving statistics that a step leaves. */
const statistics = { bnMomentum: 0.9 };

/** The project's generator, with f(x) in z's place and a single domain. */
export function generatorConfig({ size, gf, fLength }: DtnConfig) {
  return createConfig("small", { size, gf, z: fLength });
}

/** D's trunk, with spectral norm as in the project's own D. */
export const judgeShape = ({ size, df }: DtnConfig): TrunkShape => ({
  size,
  filters: df,
  kernel: 4,
  norm: "spectral",
});

/** g(f), [B, S, S, 3] in [-1, 1] of [B, F]. */
export function applyG(
  config: DtnConfig,
  g: Network,
  f: tf.Tensor2D,
  mode: Mode = {},
): tf.Tensor4D {
  return tf.tidy(() =>
    applyGenerator(generatorConfig(config), g, f, tf.fill([f.shape[0], 1], 1), mode)
  );
}

/** D's three answers as logits, [B, 3]: {@linkcode dtnClasses}. */
export function applyJudge(
  config: DtnConfig,
  d: Network,
  x: tf.Tensor4D,
  mode: Mode = {},
): tf.Tensor2D {
  const shape = judgeShape(config);
  return tf.tidy(() => applyHead(d, "classes", shape, applyTrunk(shape, d, x, mode), mode));
}

/**
 * One Adam update of g, then one of D; f never moves.
 *
 * With s of the source, t of the target and G = g(f(.)), D tells three classes apart and minimises
 * -log D1(G(s)) - log D2(G(t)) - log D3(t). g minimises
 * L_GANG = -log D3(G(s)) - log D3(G(t)), + alpha L_CONST = alpha |f(G(s)) - f(s)|^2,
 * + beta L_TID = beta |G(t) - t|^2, + gamma L_TV. Each is a mean over the batch.
 *
 * Source: Taigman et al., arXiv 1611.02200, equations 3 to 7.
 *
 * Differs: g is the project's generator, G(s) and G(t) in one batch norm, and D the project's
 * discriminator with spectral norm; see also the losses.
 *
 * @param training what moves
 * @param s images of the source [B, S, S, 3] in [-1, 1]; the caller disposes of them
 * @param t as many of the target
 * @param draw makes what is not computed
 * @returns g/source, g/const, g/identity, g/smooth and d/source, weighted, kept (tf.keep); the caller
 *   disposes of them
 */
export function dtnStep(
  training: BaselineTraining<DtnConfig>,
  s: tf.Tensor4D,
  t: tf.Tensor4D,
  draw: Draw,
): Losses {
  const { config, networks, adams } = training, { f, generator, discriminator } = networks;
  const { constWeight, identityWeight, smoothWeight } = config, [batch] = s.shape;
  const features = fixedFeatures(config), { fakeOfSource, fakeOfTarget, real } = dtnClasses;
  const labels = (classes: readonly number[]) =>
    draw(
      [classes.length * batch, 3],
      () => oneHotRows(classes.flatMap((c) => Array(batch).fill(c)), 3),
    ) as tf.Tensor2D;
  const move = (name: "generator" | "discriminator", found: NetworkMove) => {
    const adam = adams[name], options = adamAt(config, adam.updates);
    moveNetwork({ model: { config: statistics } }, networks[name], adam, found, options);
  };
  return tf.tidy(() => {
    const described = features.apply(config, f, tf.concat([s, t]));
    const wanted = described.slice(0, batch), allReal = labels([real, real]);
    let fakes!: tf.Tensor4D;
    const seenByG: Observed = {};
    const ofG = lossGradients(generator.weights, (): Losses => {
      fakes = tf.keep(applyG(config, generator, described, { observed: seenByG }));
      const [ofSource, ofTarget] = tf.split(fakes, 2) as tf.Tensor4D[];
      return {
        "g/source": crossEntropy(applyJudge(config, discriminator, fakes), allReal).mul(2),
        ...constWeight > 0 && {
          "g/const": constancyLoss(features.apply(config, f, ofSource), wanted).mul(constWeight),
        },
        ...identityWeight > 0 &&
          { "g/identity": ofTarget.sub(t).square().mean().mul(identityWeight) },
        ...smoothWeight > 0 && { "g/smooth": totalVariation(fakes).mul(smoothWeight) },
      } as Losses;
    });
    move("generator", { gradients: ofG.gradients, observed: seenByG });
    const seenByD: Observed = {}, truth = labels([fakeOfSource, fakeOfTarget, real]);
    const ofD = lossGradients(discriminator.weights, (): Losses => {
      const seen = tf.concat([fakes, t]);
      const answers = applyJudge(config, discriminator, seen, { observed: seenByD });
      return { "d/source": crossEntropy(answers, truth).mul(3) };
    });
    move("discriminator", { gradients: ofD.gradients, observed: seenByD });
    fakes.dispose();
    return { ...ofG.losses, ...ofD.losses };
  });
}
