/**
 * Every score, each usable alone, and `evaluate`, which computes all that a data set allows.
 *
 * @example
 * ```ts
 * import { latentR2 } from "@im2im/im2im/evaluation";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * // Two latents of length 2, recovered but for one number: R^2 = 1 - MSE / Var(z).
 * const { r2 } = latentR2(new Float32Array([1, -1, 1, -1]), new Float32Array([1, -1, 1, 0]), 2, 1);
 * assertAlmostEquals(r2, 0.75);
 * ```
 *
 * @module
 */
export { type ClassLeak, classLeak, nonlinearLeak } from "./class_leak.ts";
export {
  applyClassifier,
  type Classifier,
  type ClassifierOptions,
  createClassifier,
  trainClassifier,
  type TrainedClassifier,
  type Verdict,
} from "./classifier.ts";
export { correlation } from "./correlation.ts";
export { diversity } from "./diversity.ts";
export {
  type AttributePath,
  attributePaths,
  type DomainImages,
  renamedAgreement,
} from "./drawn/attribute_path.ts";
export {
  applyAttributeProbe,
  type AttributeProbe,
  type AttributeProbeOptions,
  createAttributeProbe,
  trainAttributeProbe,
} from "./drawn/attribute_probe.ts";
export { type BackgroundError, backgroundError } from "./drawn/background_error.ts";
export {
  attributeLabels,
  type AttributeName,
  type KeptAttribute,
  keptAttributes,
} from "./drawn/kept_attributes.ts";
export { meanAgreement, type Preservation, preservation } from "./drawn/preservation.ts";
export { domainReading } from "./domain_reading.ts";
export { edgeCorrelation } from "./edge_correlation.ts";
export { edgeEnergy, edgeRatio } from "./edge_energy.ts";
export { evaluate, type EvaluateOptions } from "./evaluate.ts";
export * from "./evaluation.ts";
export type { FeatureExtractor } from "./feature_extractor.ts";
export { type Judges, type JudgesOptions, trainJudges } from "./judges.ts";
export { kernelDistance } from "./kernel_distance.ts";
export { type LatentR2, latentR2 } from "./latent_r2.ts";
export * from "./linear_probe.ts";
export type { Verdicts } from "./judge_images.ts";
export type { Reals, RealsEncoder, Translated } from "./measure_reals.ts";
export { meanMsSsim, msSsim } from "./ms_ssim.ts";
export * from "./nearest_images.ts";
export { packagedFeatures } from "./packaged_features.ts";
export * from "./paired_score.ts";
export * from "./pictures.ts";
export { randomFeatures } from "./random_features.ts";
export { readEvaluation } from "./read_evaluation.ts";
export * from "./reconstruction.ts";
export type * from "./portraits/portrait_report.ts";
export { type Spread, spreadOf, spreadText } from "./spread.ts";
export { type Similarity, similarity, ssim } from "./ssim.ts";
export { evaluationTable } from "./table.ts";
export type { Subject } from "./subject.ts";
export { targetAccuracy } from "./target_accuracy.ts";
export { meanImage } from "./mean_image.ts";
