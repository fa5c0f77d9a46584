/**
 * How step sizes fall towards the end of a stage.
 *
 * @module
 */

/**
 * The step size at a step of a stage. It is constant at first. Over the last share of the stage it
 * falls linearly to almost 0, so that the chance content of the last batches does not stay in the
 * weights.
 *
 * Differs: not in the paper. Source: Zhu et al., arXiv 1703.10593 (CycleGAN), whose second half decays.
 *
 * @param stepSize the size at the stage's start
 * @param step steps done before this one
 * @param steps steps that the stage has in all
 * @param share part of them that the fall takes, 0 for none
 */
export function decayedStepSize(
  stepSize: number,
  step: number,
  steps: number,
  share: number,
): number {
  const last = share * steps;
  return last > 0 ? stepSize * Math.min(1, Math.max(0, (steps - step) / last)) : stepSize;
}
