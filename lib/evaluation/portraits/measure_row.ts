/**
 * One row of scores: N images that stand for N inputs.
 *
 * @module
 */
import { DESCRIPTOR_LENGTH } from "../../faces/descriptor.ts";
import type { FaceReading } from "../../faces/face_reader.ts";
import { diversity } from "../diversity.ts";
import { edgeCorrelation } from "../edge_correlation.ts";
import { edgeRatio } from "../edge_energy.ts";
import { joinRows } from "../join_rows.ts";
import { judgeImages } from "../judge_images.ts";
import { kernelDistance } from "../kernel_distance.ts";
import { targetAccuracy } from "../target_accuracy.ts";
import { outsideError } from "./background.ts";
import { followed } from "./follow.ts";
import { genderAccuracy } from "./gender_accuracy.ts";
import { identityScores } from "./identity.ts";
import type {
  DomainGender,
  PortraitRow,
  PortraitScores,
  PortraitSubject,
} from "./portrait_report.ts";
import type { ReadImages } from "./sitters.ts";
import { balancedAccuracy, type TableProbe } from "./table_probe.ts";

/** A domain that images should be of. */
export interface RowDomain {
  /** Its label. */
  readonly c: number;
  /** Its held-out reals. */
  readonly reals: ReadImages;
  /** Mean pixel distance of two of these. */
  readonly realDistance: number;
  /** What it is to the gender network; null without two genders. */
  readonly gender: DomainGender;
}

/** What the rows of a direction are held against. */
export interface RowContext {
  /** Model and classifier. */
  readonly subject: PortraitSubject;
  /** The inputs. */
  readonly inputs: ReadImages;
  /** The pixels of each input that are background. */
  readonly masks: readonly Uint8Array[];
  /** The domain that the images should be of. */
  readonly domain: RowDomain;
  /** Reads attributes, where the data have a table of them. */
  readonly probe?: TableProbe;
  /** For each attribute of the probe, whether each input has it. */
  readonly truths: readonly (readonly boolean[])[];
}

/** N * 128 numbers. */
export const descriptorRows = (readings: readonly FaceReading[]): Float32Array =>
  joinRows(readings.map(({ descriptor }) => descriptor));

/** P(man) of each face. */
export const menOf = (readings: readonly FaceReading[]): number[] =>
  readings.map(({ male }) => male ?? NaN);

/**
 * Scores the images of one row.
 *
 * @param context of the direction
 * @param row which images
 * @param images as many as inputs
 */
export async function measureRow(
  context: RowContext,
  row: PortraitRow,
  { images, readings, found }: ReadImages,
): Promise<PortraitScores> {
  const { subject, inputs, masks, probe, truths } = context;
  const { c, reals, realDistance, gender } = context.domain;
  const { translator: { domains, size }, classifier, batch, width } = subject;
  const { logits } = await judgeImages(classifier, images, batch);
  const attributes = await probe?.read(images) ?? [];
  const descriptors = inputs.readings.map(({ descriptor }) => descriptor);
  return {
    row,
    found: found.filter(Boolean).length / found.length,
    targetAccuracy: targetAccuracy(logits, domains.length, c),
    genderAccuracy: genderAccuracy(menOf(readings), gender),
    ...followed(inputs.readings, readings, row === "mirrored"),
    ...identityScores(descriptors, readings.map(({ descriptor }) => descriptor)),
    background: row === "mirrored" ? null : outsideError(inputs.images, images, masks),
    structure: row === "mirrored" ? null : edgeCorrelation(inputs.images, images, size),
    edges: edgeRatio(images, reals.images, size),
    diversity: diversity(images, reals.images, width, realDistance),
    kernelDistance: kernelDistance(
      descriptorRows(reals.readings),
      descriptorRows(readings),
      DESCRIPTOR_LENGTH,
    ),
    kept: truths.map((truth, k) => balancedAccuracy(attributes[k], truth)),
  };
}
