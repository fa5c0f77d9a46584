/**
 * How step sizes fall towards the end of a stage.
 *
 * @module
 */

/**
 * The step size after so many steps of a stage: constant, then over the stage's last share of steps
 * linearly down to almost 0, so that what the last batches happened to hold does not stay in the
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
