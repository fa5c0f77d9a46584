/**
 * The domain that an image seems to be of.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyDiscriminator, seesLabel } from "../networks/discriminator.ts";
import { applyDomainEncoder } from "../networks/encoder.ts";
import type { Model } from "../networks/model.ts";

/**
 * P(c | x) from the class head of D: the softmax of its K logits, or of ADC-GAN's 2K, where real and fake of
 * a domain are added up. Where D is told c (dHead `projection` and `concat`) it is not trained to tell
 * domains: there it is the softmax of D(x, c) over c, a weaker reading. With config.eDomain the second encoder
 * is asked, not D: the softmax of its K logits.
 *
 * @param model its D is used, or with eDomain its E
 * @param x images [B, size, size, 3] in [-1, 1]
 * @returns [B, K], rows that sum to 1; the caller disposes of it
 */
export function estimateDomain(model: Model, x: tf.Tensor4D): tf.Tensor2D {
  const { config, domains, discriminator, encoder } = model, count = x.shape[0], K = domains.length;
  return tf.tidy(() => {
    if (config.eDomain) return tf.softmax(applyDomainEncoder(config, encoder, x));
    if (seesLabel(config)) {
      const logits = domains.map((_, k) => {
        const c = tf.oneHot(tf.fill([count], k, "int32"), K).toFloat() as tf.Tensor2D;
        return applyDiscriminator(config, discriminator, x, {}, c).source;
      });
      return tf.softmax(tf.stack(logits, 1)) as tf.Tensor2D;
    }
    const p = tf.softmax(applyDiscriminator(config, discriminator, x).classes!);
    if (config.dHead !== "adcgan") return p;
    return p.reshape([count, K, 2]).sum(2);
  });
}
