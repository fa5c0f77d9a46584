/**
 * Reading a saved evaluation, which may be older than some of its fields.
 *
 * @module
 */
import type { DirectionReport, DomainReport, Evaluation, LatentReport } from "./evaluation.ts";

/** The fields by which younger files differ; in older ones `features` names the classifier's. */
type OlderEvaluation = Omit<Evaluation, "kernelFeatures" | "classifierFeatures"> & {
  readonly features: string;
};

/**
 * An evaluation out of the JSON of a file. Files that are older than kernelFeatures took their
 * kernel distances on the classifier's features. These numbers come back under their true names:
 * classifierDistance, sampleClassifierDistance and classifierFloor. The kernel distances of such a
 * file are then null, and so are a meanFaceScore and a structure that are missing.
 *
 * @param value what JSON.parse made of the file
 * @returns every field that {@linkcode Evaluation} has now
 * @throws TypeError if it is no evaluation
 */
export function readEvaluation(value: unknown): Evaluation {
  const given = value as Partial<Evaluation & OlderEvaluation> | null;
  if (!Array.isArray(given?.directions) || !Array.isArray(given.samples)) {
    throw new TypeError("This is not an evaluation: it has no lists of directions and samples");
  }
  if (given.kernelFeatures !== undefined) {
    const evaluation = given as Evaluation;
    return {
      ...evaluation,
      directions: evaluation.directions.map(withStructure),
      latent: withNonlinear(evaluation.latent),
    };
  }
  const { features, ...older } = given as OlderEvaluation;
  return {
    ...older,
    latent: withNonlinear(older.latent),
    directions: older.directions.map((direction): DirectionReport => ({
      ...withStructure(direction),
      kernelDistance: null,
      classifierDistance: direction.kernelDistance,
      meanFaceScore: direction.meanFaceScore ?? null,
    })),
    samples: older.samples.map((sample): DomainReport => ({
      ...sample,
      sampleKernelDistance: null,
      kernelFloor: null,
      sampleClassifierDistance: sample.sampleKernelDistance,
      classifierFloor: sample.kernelFloor,
    })),
    kernelFeatures: "none: older than these distances",
    classifierFeatures: features,
  };
}

/** Files that are older than the correlation of edges do not have it. */
function withStructure(direction: DirectionReport): DirectionReport {
  const { structure = null, structureChance = null } = direction;
  return { ...direction, structure, structureChance };
}

/** Files that are older than the nonlinear probe do not have it. */
function withNonlinear(latent: LatentReport): LatentReport {
  return { ...latent, nonlinearLeak: latent.nonlinearLeak ?? null };
}
