/**
 * The training steps by replay, on WebGPU: what outlives a step, and which numbers change from step to
 * step. The results are those of the steps themselves, to the bit, at a third of the host's time or less.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { adamNumbers } from "../kernels/adam.ts";
import { ReplayedStep } from "../kernels/webgpu/replayed_step.ts";
import { networkVariables } from "../networks/network.ts";
import { type Adam, type AdamOptions, EPSILON } from "./adam.ts";
import type { Draw } from "../kernels/draw.ts";
import type { Losses } from "./gradients.ts";
import { encodesReals } from "./encoded_latents.ts";
import { adamOfD, adamOfEBesideG, adamOfG, averageMomentum, type Stage1 } from "./stage1_step.ts";
import { adamOfE, type Stage2 } from "./stage2_step.ts";

const moments = ({ m, v }: Adam): tf.Tensor[] => [...Object.values(m), ...Object.values(v)];

const numbersOf = (options: AdamOptions, updates: number) =>
  adamNumbers({ ...options, epsilon: EPSILON, step: updates + 1 });

/**
 * Stage-1 steps.
 *
 * @param state what moves
 * @param step one step in tfjs' ops
 */
export function replayStage1(state: Stage1, step: (draw: Draw) => Losses): ReplayedStep<Losses> {
  const { config, generator, average, discriminator, encoder } = state.model, { gSteps } = config;
  const encodes = encodesReals(config);
  // The moving average is the last lerp of a step; those before fold statistics, at a fixed rate.
  const foldsOfE = encodes && config.eNorm === "batch" ? gSteps : 0;
  const folds = (config.dNorm === "batch" ? 1 : 0) + foldsOfE + gSteps;
  return new ReplayedStep<Losses>({
    run: step,
    state: [
      ...new Set(
        [generator, average, discriminator, ...encodes ? [encoder] : []]
          .flatMap((n) => Object.values(networkVariables(n))),
      ),
      ...moments(state.adamG),
      ...moments(state.adamD),
      ...encodes ? moments(state.adamE!) : [],
    ],
    numbers: (key, i, later) => {
      // Where nothing is replayed, the step has counted its own updates already.
      const doneD = state.adamD.updates - (later ? 0 : 1);
      const doneG = state.adamG.updates - (later ? 0 : gSteps);
      if (key === "adam" && i === 0) return numbersOf(adamOfD(config, doneD), doneD);
      if (key === "adam") {
        // After D's update, each of G's; where E learns too, its own comes before each of G's.
        const ofE = encodes && i % 2 === 1, before = encodes ? (i - 1) >> 1 : i - 1;
        const done = doneG + before;
        if (!ofE) return numbersOf(adamOfG(config, done), done);
        // E's step size follows G's, but its moments have their own count (config.encodedAfter).
        const doneE = state.adamE!.updates - (later ? 0 : gSteps);
        return numbersOf(adamOfEBesideG(config, done), doneE + before);
      }
      if (average === generator || key !== "lerp" || i < folds) return;
      return [1 - averageMomentum(config.emaMomentum, doneG + gSteps)];
    },
    onReplay: () => {
      state.adamD.updates++;
      state.adamG.updates += gSteps;
      if (encodes) state.adamE!.updates += gSteps;
    },
  });
}

/**
 * Stage-2 steps.
 *
 * @param state what moves
 * @param step one step in tfjs' ops
 */
export function replayStage2(state: Stage2, step: (draw: Draw) => Losses): ReplayedStep<Losses> {
  const { config, average, discriminator, encoder } = state.model;
  return new ReplayedStep<Losses>({
    run: step,
    state: [
      ...[average, discriminator, encoder].flatMap((n) => Object.values(networkVariables(n))),
      ...moments(state.adamE),
    ],
    numbers: (key, _, later) => {
      const done = state.adamE.updates - (later ? 0 : 1);
      return key === "adam" ? numbersOf(adamOfE(config, done), done) : undefined;
    },
    onReplay: () => state.adamE.updates++,
  });
}
