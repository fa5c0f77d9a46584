/**
 * What every part of an evaluation works on.
 *
 * @module
 */
import type { Translator } from "../translation/translator.ts";
import type { AttributeProbe } from "./drawn/attribute_probe.ts";
import type { Classifier } from "./classifier.ts";
import type { FeatureExtractor } from "./feature_extractor.ts";

/** A translation, whatever its method, and its judge. */
export interface Subject {
  /** What is evaluated. */
  readonly translator: Translator;
  /** The independent judge. */
  readonly classifier: Classifier;
  /** Reads kept attributes; only where the data tell who is shown. */
  readonly probe?: AttributeProbe;
  /** What the kernel distances are taken on. */
  readonly features: FeatureExtractor;
  /** Images in a batch. */
  readonly batch: number;
  /** Numbers in an image. */
  readonly width: number;
}
