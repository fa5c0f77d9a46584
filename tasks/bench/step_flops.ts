/**
 * The arithmetic that a step cannot avoid: its convolutions and dense layers, an addition and a
 * multiplication counted as two. Norms, activations and Adam are not counted, as is usual.
 *
 * @module
 */
import type { StepCase, TwoStepWork } from "./bench_row.ts";

/** Shape that all engines of the bench share: the public release with two domains. */
export const Z = 100, KERNEL = 5, DOMAINS = 2, LABEL_EMBEDDING = 5;

/**
 * Operations of a stride-2 convolution, or of the transposed one between the same images.
 *
 * @param batch images
 * @param side of the smaller image
 * @param kernel side of the kernel
 * @param few channels of the larger image
 * @param many channels of the smaller image
 */
export function convFlops(
  batch: number,
  side: number,
  kernel: number,
  few: number,
  many: number,
): number {
  return 2 * batch * side * side * kernel * kernel * few * many;
}

/** Operations of a dense layer. */
export function denseFlops(batch: number, inputs: number, outputs: number): number {
  return 2 * batch * inputs * outputs;
}

/** Operations of each layer of D or E, in order. */
function trunkFlops({ gf, batch, size }: StepCase, outputs: number): number[] {
  const layers: number[] = [];
  let few = 3, many = gf;
  for (let side = size / 2; side >= 4; side /= 2) {
    layers.push(convFlops(batch, side, KERNEL, few, many));
    few = many;
    many *= 2;
  }
  return [...layers, denseFlops(batch, 16 * few, outputs)];
}

/** Operations of each layer of G, in order: D's, backwards. */
function generatorFlops(step: StepCase): number[] {
  const convolutions = trunkFlops(step, 0).slice(0, -1).reverse();
  const widest = step.gf * step.size / 8;
  return [denseFlops(step.batch, Z + LABEL_EMBEDDING, 16 * widest), ...convolutions];
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/**
 * Operations of one step. A weight gradient and an input gradient cost as much as the forward pass
 * each; the first layer's input gradient is only needed where the input has weights before it.
 *
 * @param work which step
 * @param step its shape
 */
export function stepFlops(work: TwoStepWork, step: StepCase): number {
  const e = trunkFlops(step, Z), d = trunkFlops(step, 1 + DOMAINS);
  const [G, E, D] = [generatorFlops(step), e, d].map(sum);
  switch (work) {
    case "stage1": {
      const updateD = G + 2 * (D + D + (D - d[0]));
      const updateG = G + D + D + 2 * G; // c's embedding, before G's first layer, learns too
      return updateD + updateG;
    }
    case "stage2":
      return G + E + E + (E - e[0]);
    case "translate":
      return E + G;
  }
}
