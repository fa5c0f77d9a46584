/**
 * The recipes that are compared.
 *
 * @module
 */
import type { Config } from "../../lib/config.ts";
import type { EncoderRecipe, GeneratorRecipe, Recipe } from "./recipe.ts";

/** The step sizes that `modern` had before they were measured: TTUR's ratio, small, with momentum. */
const ttur = { gLearningRate: 2e-4, dLearningRate: 4e-4, beta1: 0.5, decayShare: 0 } as const;
/** Large steps without momentum for G and D. */
const large = { gLearningRate: 5e-4, dLearningRate: 1e-3, beta1: 0 } as const;

const release = (
  name: string,
  doc: string,
  changes: GeneratorRecipe["changes"],
): GeneratorRecipe => ({ stage: 1, name: `release+${name}`, doc, preset: "release", changes });

const modern = (
  name: string,
  doc: string,
  changes: GeneratorRecipe["changes"],
  extra?: true,
): GeneratorRecipe => ({
  stage: 1,
  name: `modern${name}`,
  doc,
  preset: "modern",
  changes: { emaMomentum: "budget", ...changes },
  extra,
});

/**
 * Stage 1: three configurations, each ingredient of `modern` alone, and, for `--only`, `modern`
 * without one of them.
 */
export const generatorRecipes: readonly GeneratorRecipe[] = [
  { stage: 1, name: "paper", doc: "the paper's", preset: "paper", changes: {} },
  { stage: 1, name: "release", doc: "the public code's", preset: "release", changes: {} },
  modern("", "all ingredients", {}),
  release("spectral", "spectral norm in D and hinge loss", { dNorm: "spectral", loss: "hinge" }),
  release("conditional", "class-conditional batch norm in G", {
    gNorm: "conditional",
    labelEmbedding: 0,
  }),
  release("adcgan", "ADC-GAN's class head", { dHead: "adcgan" }),
  release("ema", "moving average of G", { emaMomentum: "budget" }),
  release("diffaugment", "DiffAugment", { diffAugment: ["color", "translation", "cutout"] }),
  release("ttur", "one G step for each D step, D twice as fast", { ...ttur, gSteps: 1 }),
  release("upsample", "nearest upsampling + 3x3 conv in G", { gUp: "upsample", gKernel: 3 }),
  release("large-steps", "large steps without momentum", large),
  release("decay", "step sizes that fall over the second half", { decayShare: 0.5 }),
  release("noise", "noise on what D sees", { instanceNoise: 0.3 }),
  release("consistency", "one z for both domains, held alike", { consistencyWeight: 1 }),
  release("latent", "D reads z off fakes", { zWeight: 1 }),
  release("full", "a layer of G at full resolution", { gFull: 16 }),
  modern("-constant-steps", "all, but step sizes that do not fall", { decayShare: 0 }, true),
  modern("-small-steps", "all, but small, constant steps with momentum", ttur, true),
  modern("-noise", "all but noise on what D sees", { instanceNoise: 0 }, true),
  modern("-consistency", "all but the consistency loss", { consistencyWeight: 0 }, true),
  modern(
    "+robust",
    "consistency in its robust form",
    { consistencyWeight: 0, robustConsistencyWeight: 1 },
    true,
  ),
  modern("-latent", "all but z read off fakes", { zWeight: 0 }, true),
  modern("-full", "all but the layer at full resolution", { gFull: 0 }, true),
];

const encoder = (
  name: string,
  doc: string,
  changes: Partial<Config>,
  rest: Partial<EncoderRecipe> = {},
): EncoderRecipe => ({ stage: 2, name, doc, changes, ...rest });

const refined = (weight: number): EncoderRecipe =>
  encoder(`e-refine-${weight}`, `latents refined per image, weight ${weight}`, {}, {
    refine: { encoder: "e-base", weight },
  });

/** Stage 2, on the best generator. */
export const encoderRecipes: readonly EncoderRecipe[] = [
  encoder("e-base", "batch norm, the z objective", {}, { trialOf: "z" }),
  encoder("e-none", "no normalisation", { eNorm: "none" }),
  encoder("e-layer", "layer norm", { eNorm: "layer" }),
  encoder("e-augment", "fakes recoloured, shifted, cut out", {
    eAugment: ["color", "translation", "cutout"],
  }),
  encoder("e-translation", "fakes shifted", { eAugment: ["translation"] }),
  encoder("e-real", "and pixel error of reals", { eRealWeight: 1 }),
  encoder("e-invariance", "and class invariance on reals", { eInvarianceWeight: 1 }),
  encoder("e-real-invariance", "and both", { eRealWeight: 1, eInvarianceWeight: 1 }),
  encoder("e-decay", "step sizes that fall over the second half", { eDecayShare: 0.5 }),
  encoder("e-erase", "the domain taken out in the end", { eErase: true }),
  encoder("e-modern", "all four", {
    eRealWeight: 1,
    eInvarianceWeight: 1,
    eErase: true,
    eDecayShare: 0.5,
  }),
  refined(2),
  refined(0.2),
  encoder("e-base-5e-4", "z objective, smaller steps", { eLearningRate: 5e-4 }, { trialOf: "z" }),
  encoder("e-base-3e-3", "z objective, larger steps", { eLearningRate: 3e-3 }, { trialOf: "z" }),
  ...[5e-4, 1.5e-3, 3e-3].map((eLearningRate) =>
    encoder(
      `e-pixel-${eLearningRate.toExponential()}`,
      `pixel objective, steps of ${eLearningRate}`,
      { objective: "pixel", eLearningRate },
      { trialOf: "pixel" },
    )
  ),
];

/** Every recipe, stage 1 first. */
export const recipes: readonly Recipe[] = [...generatorRecipes, ...encoderRecipes];
