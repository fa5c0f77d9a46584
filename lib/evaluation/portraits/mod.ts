/**
 * Scores of photographs of faces: `loadPortraitJudge` for {@linkcode evaluate}, and each score alone.
 *
 * The networks are those of the npm package `@vladmandic/face-api`, which Deno fetches when this is
 * first imported. That is why these are not in `@im2im/im2im/evaluation`.
 *
 * @example
 * ```ts
 * import { balancedAccuracy, identityScores } from "@im2im/im2im/evaluation/portraits";
 * import { assertEquals } from "@std/assert";
 *
 * // Image 0 is nearest to its own input; image 1 is nearer to input 0 than to its own.
 * const inputs = [Float32Array.of(0, 0), Float32Array.of(3, 4)];
 * const images = [Float32Array.of(0, 1), Float32Array.of(0, 0)];
 * assertEquals(identityScores(inputs, images), { identity: 3, rank: 1.5 });
 * assertEquals(balancedAccuracy([true, false, true], [true, false, false]), 0.75);
 * ```
 *
 * @module
 */
export { outsideError, outsideHead } from "./background.ts";
export { blurImages, mirrorImages } from "./changed_copies.ts";
export { genderOfDomain } from "./domain_gender.ts";
export { type Followed, followed } from "./follow.ts";
export { genderAccuracy } from "./gender_accuracy.ts";
export {
  type Descriptors,
  type IdentityScores,
  identityScores,
  type PeopleDistances,
  peopleDistances,
} from "./identity.ts";
export { keptNames } from "./kept_names.ts";
export { loadPortraitJudge, type PortraitJudgeOptions } from "./portrait_judge.ts";
export { loadPortraitReader } from "./portrait_reader.ts";
export * from "./portrait_report.ts";
export { type PortraitReader, type Portraits, readPortraits } from "./read_portraits.ts";
export {
  balancedAccuracy,
  type ProbeShape,
  type TableProbe,
  type TableProbeOptions,
  trainTableProbe,
} from "./table_probe.ts";
