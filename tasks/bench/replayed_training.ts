/**
 * The training steps by replay (lib/kernels/webgpu/replayed_step.ts): what outlives a step, which
 * numbers change from step to step, what is counted on the host.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { ReplayedStep } from "../../lib/kernels/webgpu/replayed_step.ts";
import { networkVariables } from "../../lib/networks/network.ts";
import type { Adam } from "../../lib/training/adam.ts";
import type { Losses } from "../../lib/training/gradients.ts";
import { type Stage1, stage1Step } from "../../lib/training/stage1_step.ts";
import { type Stage2, stage2Step } from "../../lib/training/stage2_step.ts";

const moments = ({ m, v }: Adam): tf.Tensor[] => [...Object.values(m), ...Object.values(v)];

/**
 * Stage-1 steps without augmentation: that draws its numbers on the host, inside the step.
 *
 * @param state what moves
 * @param batch images in a batch
 */
export function replayStage1(state: Stage1, batch: number): ReplayedStep<Losses> {
  const { config, domains, generator, average, discriminator } = state.model;
  const { size, z, gSteps, ema } = config;
  const decay = (updates: number) => Math.min(ema, (1 + updates) / (10 + updates));
  return new ReplayedStep<Losses>({
    shapes: { x: [batch, size, size, 3], c: [batch, domains.length], z: [batch, z] },
    run: ({ x, c, z }) =>
      stage1Step(state, { x: x as tf.Tensor4D, c: c as tf.Tensor2D, z: z as tf.Tensor2D }),
    state: [
      ...new Set(
        [generator, average, discriminator].flatMap((n) => Object.values(networkVariables(n))),
      ),
      ...moments(state.adamG),
      ...moments(state.adamD),
    ],
    numbers: (key, i, later) => {
      // The moving average is the last lerp of a step; those before fold statistics, at a fixed rate.
      const folds = (config.dNorm === "batch" ? 1 : 0) + gSteps;
      if (average === generator || key !== "lerp" || i < folds) return;
      return [1 - decay(state.adamG.updates + (later ? gSteps : 0))];
    },
    onReplay: () => {
      state.adamD.updates++;
      state.adamG.updates += gSteps;
    },
  });
}

/**
 * Stage-2 steps without augmentation.
 *
 * @param state what moves
 * @param batch latents in a batch
 */
export function replayStage2(state: Stage2, batch: number): ReplayedStep<Losses> {
  const { config, domains, average, encoder } = state.model;
  return new ReplayedStep<Losses>({
    shapes: { c: [batch, domains.length], z: [batch, config.z] },
    run: ({ c, z }) => stage2Step(state, { c: c as tf.Tensor2D, z: z as tf.Tensor2D }),
    state: [
      ...[average, encoder].flatMap((n) => Object.values(networkVariables(n))),
      ...moments(state.adamE),
    ],
    onReplay: () => state.adamE.updates++,
  });
}
