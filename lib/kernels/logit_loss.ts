/**
 * Losses on logits that say "real" or "fake", several batches in one kernel.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasKernel } from "./has_kernel.ts";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs [x0, x1, ...], attrs {@linkcode LogitLossAttrs}; output []. */
export const LOGIT_LOSS = "Im2imLogitLoss";
/** Kernel name: inputs {dy, x0, x1, ...}, attrs {@linkcode LogitLossAttrs}; outputs [dx0, dx1, ...]. */
export const LOGIT_LOSS_GRAD = "Im2imLogitLossGrad";

/** A function of m, the logit times the target: log(1 + e^-m), max(0, 1 - m), or -m. */
export type LogitPenalty = "softplus" | "hinge" | "linear";

/** Which way a batch's logits should go: 1 for up (real), -1 for down (fake). */
export type LogitTarget = 1 | -1;

/** The settings of both kernels. */
export interface LogitLossAttrs {
  /** What a logit on the wrong side costs. */
  readonly penalty: LogitPenalty;
  /** The target of each batch. */
  readonly targets: readonly LogitTarget[];
}

/** A batch of logits, all of which should go the same way. */
export interface LogitBatch {
  /** [B]. */
  readonly logits: tf.Tensor1D;
  /** Which way. */
  readonly target: LogitTarget;
}

/**
 * The sum over batches of mean(penalty(target * logit)), on webgpu in one dispatch and its gradient in
 * another; elsewhere composed of tfjs' ops.
 *
 * @param penalty what a logit on the wrong side costs
 * @param batches one or two, float32
 * @returns []; the caller disposes of it
 */
export function logitLoss(penalty: LogitPenalty, batches: readonly LogitBatch[]): tf.Scalar {
  if (!hasKernel(LOGIT_LOSS)) return composed(penalty, batches);
  const attrs: LogitLossAttrs = { penalty, targets: batches.map(({ target }) => target) };
  return runOwnKernel(
    LOGIT_LOSS,
    batches.map(({ logits }) => logits) as unknown as tf.NamedTensorMap,
    attrs as unknown as tf.NamedAttrMap,
  );
}

function composed(penalty: LogitPenalty, batches: readonly LogitBatch[]): tf.Scalar {
  return tf.tidy(() => {
    const means = batches.map(({ logits, target }) => {
      switch (penalty) {
        case "softplus":
          return softplus(target === 1 ? logits.neg() : logits).mean();
        case "hinge":
          return tf.relu(target === 1 ? tf.sub(1, logits) : logits.add(1)).mean();
        case "linear":
          return target === 1 ? logits.mean().neg() : logits.mean();
      }
    });
    return means.reduce((sum, mean) => sum.add(mean)) as tf.Scalar;
  });
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^-|x|), finite for every finite x. */
function softplus(x: tf.Tensor): tf.Tensor {
  return tf.relu(x).add(tf.log1p(tf.exp(tf.abs(x).neg())));
}

tf.registerGradient({
  kernelName: LOGIT_LOSS,
  saveAllInputs: true,
  gradFunc: (dy, logits, attrs) => {
    const inputs = Object.fromEntries(logits.map((x, i) => [`x${i}`, x]));
    const gradients = runOwnKernel(
      LOGIT_LOSS_GRAD,
      { dy: dy as tf.Tensor, ...inputs },
      attrs,
    ) as unknown as tf.Tensor[];
    return Object.fromEntries(gradients.map((dx, i) => [i, () => dx]));
  },
});
