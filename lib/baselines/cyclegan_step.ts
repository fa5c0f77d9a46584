/**
 * One step of CycleGAN.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Draw } from "../kernels/draw.ts";
import { type Network, prefixed, unprefixed } from "../networks/network.ts";
import { applyAdam } from "../training/adam.ts";
import { type Losses, lossGradients } from "../training/gradients.ts";
import type { BaselineTraining } from "./baseline_method.ts";
import { adamAt } from "./baseline_training.ts";
import type { CycleGanConfig } from "./cyclegan_config.ts";
import { absoluteError, leastSquares } from "./cyclegan_losses.ts";
import { drawPoolMoves, pooled } from "./image_pool.ts";
import { applyPatches } from "./patch_discriminator.ts";
import { applyResnet } from "./resnet_generator.ts";

/** Real images of a step: [B, S, S, 3] in [-1, 1] of domain 0 and of domain 1. */
export type DomainBatches = readonly [tf.Tensor4D, tf.Tensor4D];

/** The networks that belong to domain c: what draws it, what judges it, and its earlier fakes. */
export const namesOf = (c: number) => ({
  generator: `generator${c}`,
  discriminator: `discriminator${c}`,
  pool: `pool${c}`,
});

/**
 * One Adam update of both generators, then one of both discriminators.
 *
 * With x of domain 0 and y of domain 1, G1 draws domain 1 and G0 domain 0. The generators minimise
 * mean((D1(G1(x)) - 1)^2) + mean((D0(G0(y)) - 1)^2) + lambda (|G0(G1(x)) - x| + |G1(G0(y)) - y|) +
 * lambda identityWeight (|G0(x) - x| + |G1(y) - y|); each D minimises
 * (mean((D(real) - 1)^2) + mean(D(fake)^2)) / 2, its fakes out of a pool of earlier ones.
 *
 * Source: Zhu et al., arXiv 1703.10593, equation 3 with least squares for the logarithms (section 4)
 * and the identity loss of section 5.2; the public code (`CycleGANModel`).
 *
 * @param training what moves
 * @param reals of both domains; the caller disposes of them
 * @param draw makes what is random
 * @returns g/source, g/cycle, g/identity and d/source, each the sum over both domains, weighted, kept
 *   (tf.keep); the caller disposes of them
 */
export function cycleganStep(
  training: BaselineTraining<CycleGanConfig>,
  reals: DomainBatches,
  draw: Draw,
): Losses {
  const { config, networks } = training, { cycleWeight, identityWeight } = config;
  const generate = (c: number, x: tf.Tensor4D) =>
    applyResnet(config, networks[namesOf(c).generator], x);
  const judge = (c: number, x: tf.Tensor4D) =>
    applyPatches(config, networks[namesOf(c).discriminator], x);
  const sum = (ofDomain: (c: number) => tf.Scalar): tf.Scalar => ofDomain(0).add(ofDomain(1));
  return tf.tidy(() => {
    const fakes: tf.Tensor4D[] = [];
    const ofG = update(training, "generator", (): Losses => {
      for (const c of [0, 1]) fakes[c] = tf.keep(generate(c, reals[1 - c]));
      return {
        "g/source": sum((c) => leastSquares(judge(c, fakes[c]), true)),
        ...cycleWeight > 0 && {
          "g/cycle": sum((c) => absoluteError(generate(c, fakes[1 - c]), reals[c])).mul(
            cycleWeight,
          ),
        },
        ...cycleWeight * identityWeight > 0 && {
          "g/identity": sum((c) => absoluteError(generate(c, reals[c]), reals[c]))
            .mul(cycleWeight * identityWeight),
        },
      } as Losses;
    });
    const shown = fakes.map((fake, c) => fromPool(training, c, fake, draw));
    const ofD = update(training, "discriminator", () => ({
      "d/source": sum((c) =>
        leastSquares(judge(c, reals[c]), true).add(leastSquares(judge(c, shown[c]), false)).div(2)
      ),
    }));
    tf.dispose(fakes);
    return { ...ofG, ...ofD };
  });
}

/** One Adam update of the network of a kind that each domain has. */
function update(
  training: BaselineTraining<CycleGanConfig>,
  kind: "generator" | "discriminator",
  compute: () => Losses,
): Losses {
  const { config, networks, adams } = training;
  const names = [0, 1].map((c) => namesOf(c)[kind]);
  const weights = Object.assign({}, ...names.map((name) => prefixed(name, networks[name].weights)));
  const { losses, gradients } = lossGradients(weights, compute);
  for (const name of names) {
    const adam = adams[name], own: Network = networks[name];
    applyAdam(adam, own.weights, unprefixed(name, gradients), adamAt(config, adam.updates));
  }
  return losses;
}

/** The fakes of domain c that its discriminator is shown. */
function fromPool(
  training: BaselineTraining<CycleGanConfig>,
  c: number,
  fakes: tf.Tensor4D,
  draw: Draw,
): tf.Tensor4D {
  const { config: { pool, batch }, networks, random } = training;
  if (!pool) return fakes;
  // A step that is replayed calls this too, so the count of steps is read when it does.
  const moves = () => drawPoolMoves(random.steps, pool, training.step1 * batch, batch);
  return pooled(networks[namesOf(c).pool], fakes, draw, moves);
}
