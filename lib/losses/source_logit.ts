/**
 * The logit of "real" that the adversarial loss takes, out of what D says and, where D is told it, c.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { projectedSource } from "./projected_source.ts";
import { realOfClasses } from "./real_of_classes.ts";

/** What D says of an image, as far as a source logit needs it. */
export interface Said {
  /** Logits of the head of 1, [B]. */
  readonly source: tf.Tensor1D;
  /** Logits of the class head, [B, K], where D has one. */
  readonly classes?: tf.Tensor2D;
}

/** Logits [B]: real is positive, fake negative. */
export type SourceLogit = (said: Said, c: tf.Tensor2D) => tf.Tensor1D;

const own: SourceLogit = ({ source }) => source;

/** Source logits by the name of D's head in the config. */
export const sourceLogits: Readonly<Record<Config["dHead"], SourceLogit>> = {
  acgan: own,
  adcgan: own,
  projection: ({ source, classes }, c) => projectedSource({ source, classes: classes! }, c),
  concat: own,
  semi: ({ source, classes }) => realOfClasses({ source, classes: classes! }),
  infogan: own,
};
