/**
 * What is lost of real images in D's eyes.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { featureLoss } from "../losses/feature_loss.ts";
import { discriminatorFeatures } from "../networks/discriminator.ts";
import type { Model } from "../networks/model.ts";

/**
 * {@linkcode featureLoss} of what the layers of D see in reconstructions and in the images; D does not
 * move.
 *
 * @param model its config and D
 * @param reconstruction G(E(x), c), [B, S, S, 3]
 * @param x real images [B, S, S, 3]
 * @param c their labels, one-hot [B, K]
 * @returns []
 */
export function featureError(
  { config, discriminator }: Model,
  reconstruction: tf.Tensor4D,
  x: tf.Tensor4D,
  c: tf.Tensor2D,
): tf.Scalar {
  const see = (images: tf.Tensor4D) => discriminatorFeatures(config, discriminator, images, c);
  return featureLoss(see(reconstruction), see(x));
}
