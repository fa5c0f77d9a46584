/**
 * The losses of the Domain Transfer Network.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** What D tells apart: G of the source, G of the target, and images of the target. */
export const dtnClasses = { fakeOfSource: 0, fakeOfTarget: 1, real: 2 } as const;

/**
 * L_CONST: mean((f(G(s)) - f(s))^2), f scaled so that the mean squared distance of f(s) to its mean over
 * the batch is 1. It is about 2 / F where an image has nothing of s, whatever the scale of f.
 *
 * Source: Taigman et al., arXiv 1611.02200, equation 5, with the squared error for d.
 * Differs: the paper does not scale, and its weight is that of its own f, a descriptor of faces that has
 * length 1 already.
 *
 * @param kept f(G(s)), [B, F]
 * @param wanted f(s), [B, F]; no gradient flows to its scale
 * @returns a scalar; the caller disposes of it
 */
export function constancyLoss(kept: tf.Tensor2D, wanted: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const { variance } = tf.moments(wanted, 0);
    return kept.sub(wanted).square().mean().div(variance.sum().add(SMALL));
  });
}

/** Where all images of a batch are one, the variance is 0. */
const SMALL = 1e-6;

/**
 * L_TV: the mean length of the difference of a pixel to the one beside and the one below it,
 * sqrt(dx^2 + dy^2), for each channel.
 *
 * Source: Taigman et al., arXiv 1611.02200, section 4, B = 1.
 * Differs: a mean instead of a sum over pixels, as the other losses are means; and 1e-6 under the root,
 * whose slope is infinite at 0.
 *
 * @param x images [B, S, S, 3]
 * @returns a scalar; the caller disposes of it
 */
export function totalVariation(x: tf.Tensor4D): tf.Scalar {
  return tf.tidy(() => {
    const [batch, height, width, channels] = x.shape;
    const size: [number, number, number, number] = [batch, height - 1, width - 1, channels];
    const here = x.slice([0, 0, 0, 0], size);
    const dx = x.slice([0, 0, 1, 0], size).sub(here), dy = x.slice([0, 1, 0, 0], size).sub(here);
    return dx.square().add(dy.square()).add(SMALL).sqrt().mean();
  });
}
