/**
 * Spectral normalisation: a weight divided by its largest singular value, which one step of power
 * iteration a call keeps estimating.
 *
 * Source: Miyato et al., arXiv 1802.05957. Not in the paper.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { runOwnKernel } from "./run_own_kernel.ts";

/**
 * Kernel name: inputs {w, u}; outputs [wBar, sigma, v, uNext]. With W = w as a [K, N] matrix:
 * v = l2(W u), uNext = l2(W^T v), sigma = v^T W uNext, wBar = w / sigma.
 */
export const SPECTRAL_NORM = "Im2imSpectralNorm";
/** Kernel name: inputs {dy, wBar, sigma, v, u}; output dw. */
export const SPECTRAL_NORM_GRAD = "Im2imSpectralNormGrad";

/** What {@linkcode spectralNorm} returns. */
export interface SpectralNormResult<T extends tf.Tensor> {
  /** w / sigma, the shape of w. */
  readonly weight: T;
  /** The estimated largest singular value, []. No gradient flows through it. */
  readonly sigma: tf.Scalar;
  /** The right singular vector after this iteration, [N]: pass it in the next time. */
  readonly u: tf.Tensor1D;
}

/**
 * wBar = w / sigma(w), sigma estimated by one power iteration that starts from u; the gradient
 * treats the singular vectors as constants, as the source does.
 *
 * dL/dw = (dL/dwBar - <dL/dwBar, wBar> v u^T) / sigma
 *
 * @param w [..., N], float32, read as a matrix [K, N]
 * @param u [N], float32, of length 1
 * @returns weight, sigma and the next u; the caller disposes of them
 */
export function spectralNorm<T extends tf.Tensor>(w: T, u: tf.Tensor): SpectralNormResult<T> {
  const n = w.shape[w.rank - 1];
  if (u.rank !== 1 || u.shape[0] !== n) {
    throw new TypeError(`u must have shape [${n}], got [${u.shape}]`);
  }
  const [weight, sigma, , next] = runOwnKernel(
    SPECTRAL_NORM,
    { w, u },
  ) as unknown as [T, tf.Scalar, tf.Tensor1D, tf.Tensor1D];
  return { weight, sigma, u: next };
}

tf.registerGradient({
  kernelName: SPECTRAL_NORM,
  outputsToSave: [true, true, true, true],
  gradFunc: (dys, [wBar, sigma, v, u]) => ({
    w: () =>
      runOwnKernel(
        SPECTRAL_NORM_GRAD,
        { dy: (dys as tf.Tensor[])[0], wBar, sigma, v, u },
      ) as tf.Tensor,
    u: () => tf.zerosLike(u),
  }),
});
