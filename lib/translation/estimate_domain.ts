/**
 * The domain that an image seems to be of.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { rowsAlone } from "../kernels/rows_alone.ts";
import { readDomain } from "../losses/read_domain.ts";
import { applyDiscriminator } from "../networks/discriminator.ts";
import { applyDomainEncoder } from "../networks/encoder.ts";
import type { Model } from "../networks/model.ts";

/**
 * P(c | x) from the class head of D: the softmax of its K logits, or of ADC-GAN's 2K, where real and fake of
 * a domain are added up. Where D is told c (dHead `projection` and `concat`) it is the softmax of D(x, c)
 * over c, a reading that D was not trained for. With config.eDomain the second encoder is asked, not D: the
 * softmax of its K logits.
 *
 * @param model its D is used, or with eDomain its E
 * @param x images [B, size, size, 3] in [-1, 1]
 * @returns [B, K], rows that sum to 1; the caller disposes of it
 */
export function estimateDomain(model: Model, x: tf.Tensor4D): tf.Tensor2D {
  const { config, domains, discriminator, encoder } = model;
  return tf.tidy(() => {
    if (config.eDomain) {
      return tf.softmax(rowsAlone(() => applyDomainEncoder(config, encoder, x)));
    }
    const judge = (c?: tf.Tensor2D) =>
      rowsAlone(() => applyDiscriminator(config, discriminator, x, {}, c));
    return readDomain(config.dHead, [x.shape[0], domains.length], judge);
  });
}
