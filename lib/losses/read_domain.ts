/**
 * The domain that D, by what it says, takes an image for.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { seesLabel } from "../networks/discriminator.ts";
import type { Said } from "./source_logit.ts";

/**
 * P(c | x): the softmax of D's class logits; of ADC-GAN's 2K real and fake of a domain are added up. Where c
 * is part of D's input, it is the softmax of what D says of x with each c.
 *
 * @param dHead D's head
 * @param shape B and K
 * @param judge what D says of the images, told the labels [B, K] where it needs them
 * @returns [B, K], rows that sum to 1; the caller disposes of it
 */
export function readDomain(
  dHead: Config["dHead"],
  [count, domains]: readonly [number, number],
  judge: (c?: tf.Tensor2D) => Said,
): tf.Tensor2D {
  return tf.tidy(() => {
    if (seesLabel({ dHead })) {
      const logits = Array.from({ length: domains }, (_, k) => {
        const c = tf.oneHot(tf.fill([count], k, "int32"), domains).toFloat() as tf.Tensor2D;
        return judge(c).source;
      });
      return tf.softmax(tf.stack(logits, 1)) as tf.Tensor2D;
    }
    const p = tf.softmax(judge().classes!);
    return dHead === "adcgan" ? p.reshape([count, domains, 2]).sum(2) : p;
  });
}
