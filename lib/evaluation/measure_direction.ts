/**
 * Translation from one domain to another, on held-out reals.
 *
 * @module
 */
import type { Identity } from "../data/drawn/face_identity.ts";
import { FEATURES } from "./classifier.ts";
import { diversity } from "./diversity.ts";
import { edgeCorrelation } from "./edge_correlation.ts";
import { edgeRatio } from "./edge_energy.ts";
import type { DirectionReport } from "./evaluation.ts";
import { joinRows } from "./join_rows.ts";
import { judgeImages } from "./judge_images.ts";
import { kernelDistance } from "./kernel_distance.ts";
import { measureDrawn } from "./drawn/measure_drawn.ts";
import type { Reals } from "./measure_reals.ts";
import { nearestCounterparts, pairedScore } from "./paired_score.ts";
import type { Subject } from "./subject.ts";
import { targetAccuracy } from "./target_accuracy.ts";

/**
 * Scores the translations of one domain's held-out reals to another.
 *
 * @param subject translation and judge
 * @param reals the held-out reals of every domain
 * @param source label of the domain translated from
 * @param target label of the domain translated to
 * @param paired whether image i of one domain is the true counterpart of image i of the other
 * @param people who the held-out images show, where that is known
 */
export async function measureDirection(
  subject: Subject,
  reals: readonly Reals[],
  source: number,
  target: number,
  paired: boolean,
  people?: readonly Identity[],
): Promise<DirectionReport> {
  const { translator: { domains, size }, classifier, features: extractor, batch, width } = subject;
  const from = reals[source], to = reals[target], count = from.images.length / width;
  const images = from.translations[target]!;
  const { features, logits } = await judgeImages(classifier, images, batch);
  const described = await extractor.extract(images, size);
  const distance = images.length < 2 * width ? null : to.distance, enough = distance !== null;
  const score = (guesses: Float32Array) => pairedScore(guesses, to.images, width, distance!);
  const pairs = paired && enough
    ? {
      translation: score(images),
      copy: score(from.images),
      neighbour: score(nearestCounterparts(from.images, to.images, width)),
      meanFace: score(joinRows(Array(count).fill(to.meanFace))),
    }
    : undefined;
  const drawn = { sources: from.images, translations: images, truths: to.images };
  return {
    source: domains[source],
    target: domains[target],
    count,
    targetAccuracy: targetAccuracy(logits, domains.length, target),
    diversity: enough ? diversity(images, to.images, width, distance) : null,
    kernelDistance: enough ? kernelDistance(to.described, described, extractor.width) : null,
    kernelFloor: to.floors.kernel,
    classifierFloor: to.floors.classifier,
    classifierDistance: enough ? kernelDistance(to.features, features, FEATURES) : null,
    edges: edgeRatio(images, to.images, size),
    structure: edgeCorrelation(from.images, images, size),
    structureChance: count < 2
      ? null
      : edgeCorrelation(nextImages(from.images, width), images, size),
    ...await measureDrawn(subject, drawn, people?.slice(0, count)),
    pairedScore: pairs?.translation.score ?? null,
    copyScore: pairs?.copy.score ?? null,
    neighbourScore: pairs?.neighbour.score ?? null,
    meanFaceScore: pairs?.meanFace.score ?? null,
    distances: pairs
      ? {
        translation: pairs.translation.distance,
        random: pairs.translation.randomDistance,
        copy: pairs.copy.distance,
      }
      : null,
  };
}

/** Each image in the place of the one before it, the first in that of the last. */
function nextImages(images: Float32Array, width: number): Float32Array {
  return joinRows([images.subarray(width), images.subarray(0, width)]);
}
