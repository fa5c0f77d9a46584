/**
 * Cross entropies against the same labels, several batches of logits in one kernel.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { hasKernel } from "./has_kernel.ts";
import { runOwnKernel } from "./run_own_kernel.ts";

/** Kernel name: inputs [c, x0, x1, ...], attrs {@linkcode LabelLossAttrs}; output []. */
export const LABEL_LOSS = "Im2imLabelLoss";
/** Kernel name: inputs {dy, c, x0, x1, ...}, attrs {@linkcode LabelLossAttrs}; outputs [dx0, dx1, ...]. */
export const LABEL_LOSS_GRAD = "Im2imLabelLossGrad";

/** The settings of both kernels. */
export interface LabelLossAttrs {
  /** The weights of each batch, as {@linkcode LabelBatch} has them. */
  readonly weights: readonly (readonly number[])[];
}

/** Class logits and what they should be. */
export interface LabelBatch {
  /** [B, K * W], W being the number of weights: W classes for each label. */
  readonly logits: tf.Tensor2D;
  /** What the W classes of a sample's label weigh: [1] for plain cross entropy. */
  readonly weights: readonly number[];
}

/**
 * The sum over batches of mean_b sum_k sum_w weights_w c_bk (-log softmax(logits)_b,kW+w), on webgpu
 * in one dispatch and its gradient in another; elsewhere composed of tfjs' ops. No gradient flows to c
 * on webgpu.
 *
 * @param c labels, [B, K], float32
 * @param batches one or two, float32
 * @returns []; the caller disposes of it
 */
export function labelLoss(c: tf.Tensor2D, batches: readonly LabelBatch[]): tf.Scalar {
  for (const { logits, weights } of batches) {
    const classes = c.shape[1] * weights.length;
    if (logits.shape[0] !== c.shape[0] || logits.shape[1] !== classes) {
      throw new TypeError(`Logits must be [${c.shape[0]}, ${classes}], got [${logits.shape}]`);
    }
  }
  if (!hasKernel(LABEL_LOSS)) return composed(c, batches);
  const attrs: LabelLossAttrs = { weights: batches.map(({ weights }) => weights) };
  return runOwnKernel(
    LABEL_LOSS,
    [c, ...batches.map(({ logits }) => logits)] as unknown as tf.NamedTensorMap,
    attrs as unknown as tf.NamedAttrMap,
  );
}

function composed(c: tf.Tensor2D, batches: readonly LabelBatch[]): tf.Scalar {
  return tf.tidy(() => {
    const terms = batches.flatMap(({ logits, weights }) =>
      weights.map((weight, w) => ({ weight, logits, labels: interleave(c, weights.length, w) }))
    ).filter(({ weight }) => weight !== 0);
    return terms.map(({ weight, logits, labels }) => {
      const entropy = tf.logSoftmax(logits).mul(labels).sum(1).mean().neg();
      return weight === 1 ? entropy : entropy.mul(weight);
    }).reduce((sum, entropy) => sum.add(entropy)) as tf.Scalar;
  });
}

/** One-hot [B, K] to [B, K * W] with label k at kW + w. */
function interleave(c: tf.Tensor2D, width: number, w: number): tf.Tensor2D {
  if (width === 1) return c;
  const zeros = tf.zerosLike(c);
  const slots = Array.from({ length: width }, (_, i) => i === w ? c : zeros);
  return tf.stack(slots, 2).reshape([c.shape[0], width * c.shape[1]]);
}

tf.registerGradient({
  kernelName: LABEL_LOSS,
  saveAllInputs: true,
  gradFunc: (dy, [c, ...logits], attrs) => {
    const inputs = Object.fromEntries(logits.map((x, i) => [`x${i}`, x]));
    const gradients = runOwnKernel(
      LABEL_LOSS_GRAD,
      { dy: dy as tf.Tensor, c, ...inputs },
      attrs,
    ) as unknown as tf.Tensor[];
    return {
      0: () => tf.zerosLike(c),
      ...Object.fromEntries(gradients.map((dx, i) => [i + 1, () => dx])),
    };
  },
});
