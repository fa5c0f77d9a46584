/**
 * The domain that an image seems to be of.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyDiscriminator } from "../networks/discriminator.ts";
import type { Model } from "../networks/model.ts";

/**
 * P(c | x) from the class head of D: the softmax of AC-GAN's K logits, or of ADC-GAN's 2K, where
 * real and fake of a domain are added up. A projection head is not trained to tell domains: there it
 * is the softmax of what each c adds to D(x, c), a weaker reading.
 *
 * @param model its D is used
 * @param x images [B, size, size, 3] in [-1, 1]
 * @returns [B, K], rows that sum to 1; the caller disposes of it
 */
export function estimateDomain(model: Model, x: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    const { classes } = applyDiscriminator(model.config, model.discriminator, x);
    const p = tf.softmax(classes);
    if (model.config.dHead !== "adcgan") return p;
    return p.reshape([x.shape[0], model.domains.length, 2]).sum(2);
  });
}
