/**
 * The arithmetic that CycleGAN cannot avoid: its convolutions, a multiplication and an addition counted
 * as two.
 *
 * @module
 */
import type { PatchShape } from "../../lib/baselines/patch_discriminator.ts";
import type { ResnetShape } from "../../lib/baselines/resnet_generator.ts";
import type { StepCase } from "./bench_row.ts";
import { convFlops } from "./step_flops.ts";

/** Operations of each layer of a generator, in order. */
function resnetFlops({ gf, downs, blocks }: ResnetShape, { batch, size }: StepCase): number[] {
  const widest = gf * 2 ** downs, small = size / 2 ** downs;
  const strided = Array.from(
    { length: downs },
    (_, i) => convFlops(batch, size / 2 ** (i + 1), 3, gf * 2 ** i, gf * 2 ** (i + 1)),
  );
  const ends = convFlops(batch, size, 7, 3, gf);
  return [
    ends,
    ...strided,
    ...Array(2 * blocks).fill(convFlops(batch, small, 3, widest, widest)),
    ...strided.toReversed(),
    ends,
  ];
}

/** Operations of each layer of a discriminator, in order. */
function patchFlops({ df, dLayers }: PatchShape, { batch, size }: StepCase): number[] {
  const layers: number[] = [];
  let few = 3, side = size;
  for (let i = 0; i <= dLayers; i++) {
    const many = df * Math.min(8, 2 ** i);
    side = i < dLayers ? side / 2 : side - 1;
    layers.push(convFlops(batch, side, 4, few, many));
    few = many;
  }
  return [...layers, convFlops(batch, side - 1, 4, few, 1)];
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/**
 * Operations of a step, or of a translation.
 *
 * @param work which
 * @param step filters of both networks, images of each domain, side
 * @param shape of the networks
 */
export function cycleganFlops(
  work: "cyclegan step" | "cyclegan translation",
  step: StepCase,
  shape: ResnetShape & PatchShape,
): number {
  const g = resnetFlops(shape, step), d = patchFlops(shape, step), [G, D] = [g, d].map(sum);
  if (work === "cyclegan translation") return G;
  // For each domain: a fake, its cycle and the identity, forwards and twice backwards. The input
  // gradient of a first layer is needed where its input was drawn: in the cycle.
  const generators = 3 * 3 * G - 2 * g[0];
  const judged = 2 * D; // a fake, and back to it
  const discriminators = 2 * (3 * D - d[0]); // a real and a fake
  return 2 * (generators + judged + discriminators);
}
