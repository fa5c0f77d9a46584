/**
 * Training on from weights, with E beside G.
 *
 * @module
 */
import { type Config, validateConfig } from "../config.ts";

/**
 * What {@linkcode togetherConfig} changes. Half of the z are what E reads off real images, and G has to
 * draw these again. E has to read the same z off a real image and off what G makes of it in each domain.
 * The robust consistency loss lets the domains differ where they have to. Step sizes are half of those of
 * `modern`, since D, G and E have learnt already, and a z of this kind is not made white.
 */
const together = {
  batch: 32,
  consistencyWeight: 0,
  robustConsistencyWeight: 1,
  encodedShare: 0.5,
  encodedAfter: 0,
  rebuildWeight: 3,
  rebuildDetailWeight: 1,
  cycleWeight: 1,
  invarianceWeight: 1,
  whiten: false,
  gLearningRate: 2.5e-4,
  dLearningRate: 5e-4,
  eLearningRate: 7e-4,
  steps1: 960,
  steps2: 400,
  emaMomentum: 0.995,
  saveEvery: 240,
  sampleEvery: 240,
  evaluateEvery: 480,
} as const satisfies Partial<Config>;

/**
 * The config of a run that trains on from the weights of another with E beside G, for
 * {@linkcode createFineTuning}. The first run is the paper's two stages, which leave G with
 * little to go by of what real images show. In the second, E learns in stage 1 too, and G has to draw what
 * E reads off real images. fixtures/benchmark/README.md says what it gives, and after how long.
 *
 * Differs: in the paper no E takes part in stage 1. Source: VAE/GAN, Larsen et al., arXiv 1512.09300, and
 * L_CONST of the Domain Transfer Network, Taigman et al., arXiv 1611.02200.
 *
 * @param trained the config of the weights
 * @param changes fields to change beside
 * @throws RangeError if a value does not fit, or the weights' z are not normal
 * @example
 * ```ts
 * import { createConfig } from "@im2im/im2im";
 * import { togetherConfig } from "@im2im/im2im/training";
 * import { assertEquals } from "@std/assert";
 *
 * const config = togetherConfig(createConfig("tiny"), { steps1: 100 });
 * assertEquals([config.size, config.encodedShare, config.steps1], [32, 0.5, 100]);
 * ```
 */
export function togetherConfig(trained: Config, changes: Partial<Config> = {}): Config {
  return validateConfig({ ...trained, ...together, ...changes });
}
