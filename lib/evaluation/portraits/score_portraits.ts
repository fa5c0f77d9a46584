/**
 * Every score of photographs of faces, with its baselines.
 *
 * @module
 */
import { DESCRIPTOR_LENGTH } from "../../faces/descriptor.ts";
import type { FaceReading } from "../../faces/face_reader.ts";
import { squareOfFace, toSquare } from "../../faces/face_square.ts";
import { viewOfFace } from "../../faces/face_view.ts";
import { nearestByLandmarks } from "../../faces/nearest_face.ts";
import { translates } from "../../translation/translator.ts";
import { edgeCorrelation } from "../edge_correlation.ts";
import { distanceToOthers } from "../image_distance.ts";
import { joinRows } from "../join_rows.ts";
import { judgeImages } from "../judge_images.ts";
import { kernelDistance } from "../kernel_distance.ts";
import { targetAccuracy } from "../target_accuracy.ts";
import { outsideError, outsideHead } from "./background.ts";
import { blurImages } from "./changed_copies.ts";
import { followed } from "./follow.ts";
import { genderAccuracy } from "./gender_accuracy.ts";
import { identityScores, peopleDistances } from "./identity.ts";
import {
  descriptorRows,
  measureRow,
  menOf,
  type RowContext,
  type RowDomain,
} from "./measure_row.ts";
import type {
  DomainGender,
  DrawnAlike,
  PortraitDirection,
  PortraitSubject,
} from "./portrait_report.ts";
import { readPortraits } from "./read_portraits.ts";
import { pickImages, type ReadImages, type Reading, type Sitters } from "./sitters.ts";
import type { TableProbe } from "./table_probe.ts";

/** What the directions have in common. */
export interface PortraitScoring {
  /** Model, classifier, data. */
  readonly subject: PortraitSubject;
  /** How faces are read. */
  readonly reading: Reading;
  /** The people of each domain. */
  readonly sitters: readonly Sitters[];
  /** What each domain is to the gender network. */
  readonly genders: readonly DomainGender[];
  /** Reads attributes, where the data have a table of them. */
  readonly probe?: TableProbe;
}

/**
 * Scores all directions from one domain.
 *
 * @param scoring what they have in common
 * @param source label of the domain
 */
export async function scoreFrom(
  scoring: PortraitScoring,
  source: number,
): Promise<PortraitDirection[]> {
  const { subject, sitters } = scoring, { domains } = subject.translator;
  const again = subject.reals[source].translations[source] !== undefined;
  const reconstruction = again ? await readOutputs(scoring, source, source) : undefined;
  const directions: PortraitDirection[] = [];
  for (const target of domains.keys()) {
    if (!translates(subject.translator, source, target)) continue;
    const translation = await readOutputs(scoring, source, target);
    const mean = await readMean(scoring, source, target);
    const rows = { translation, reconstruction, mean };
    directions.push(await scoreDirection(scoring, source, target, rows, sitters[target].training));
  }
  return directions;
}

/** What the model made of the inputs of a domain. */
async function readOutputs(
  { subject, reading, sitters }: PortraitScoring,
  source: number,
  target: number,
): Promise<ReadImages> {
  const { reals, translator: { size }, width } = subject,
    { real, indices } = sitters[source];
  const images = pickImages(reals[source].translations[target]!, indices, width);
  const expected = real.readings.map(({ landmarks }) => landmarks);
  const { readings, found } = await readPortraits(
    reading.reader,
    images,
    size,
    expected,
    reading.onRead,
  );
  return { images, readings: readings as readonly FaceReading[], found };
}

/** The target's mean training image, once for every input. */
async function readMean(
  { subject, reading, sitters }: PortraitScoring,
  source: number,
  target: number,
): Promise<ReadImages> {
  const { reals, translator: { size } } = subject, image = reals[target].meanFace;
  const [{ landmarks }] = sitters[target].training.readings;
  const { readings, found } = await readPortraits(reading.reader, image, size, [landmarks]);
  const each = <T>(value: T) => sitters[source].indices.map(() => value);
  return { images: joinRows(each(image)), readings: each(readings[0]!), found: each(found[0]) };
}

async function scoreDirection(
  scoring: PortraitScoring,
  source: number,
  target: number,
  { translation, reconstruction, mean }: {
    readonly translation: ReadImages;
    readonly reconstruction?: ReadImages;
    readonly mean: ReadImages;
  },
  training: ReadImages,
): Promise<PortraitDirection> {
  const { subject, sitters, genders, probe } = scoring;
  const { translator: { domains, size }, classifier, batch, width } = subject;
  const { real: inputs, facts, mirrored, faceless } = sitters[source], reals = sitters[target].real;
  const masks = inputs.readings.map(({ landmarks }) => outsideHead(landmarks, size));
  const domainOf = (c: number): RowDomain => {
    const reals = sitters[c].real;
    return {
      ...{ c, reals, gender: new Set(genders).size > 1 ? genders[c] : null },
      realDistance: distanceToOthers(reals.images, reals.images, width),
    };
  };
  const to = domainOf(target);
  const has = (name: string) => facts!.map(({ attributes }) => attributes!.has(name));
  const truths = probe ? probe.names.map(has) : [];
  const context: RowContext = { subject, inputs, masks, domain: to, probe, truths };
  const ofSource: RowContext = { ...context, domain: domainOf(source) };
  const nearest = pick(training, nearestFaces(inputs.readings, training.readings), width);
  const { logits } = await judgeImages(classifier, reals.images, batch);
  const descriptors = descriptorRows(reals.readings);
  const half = (reals.readings.length >> 1) * DESCRIPTOR_LENGTH;
  const shift = [...inputs.readings.keys()].map((i) => (i + 1) % inputs.readings.length);
  return {
    source: domains[source],
    target: domains[target],
    count: inputs.readings.length,
    faceless,
    rows: [
      await measureRow(context, "translation", translation),
      ...reconstruction ? [await measureRow(ofSource, "reconstruction", reconstruction)] : [],
      await measureRow(context, "input", inputs),
      await measureRow(context, "mirrored", mirrored),
      await measureRow(context, "nearest", nearest),
      await measureRow(context, "mean", mean),
    ],
    alike: reconstruction ? drawnAlike(reconstruction.readings, translation.readings) : null,
    realTargetAccuracy: targetAccuracy(logits, domains.length, target),
    realGenderAccuracy: genderAccuracy(menOf(reals.readings), to.gender),
    ...peopleDistances(
      inputs.readings.map(({ descriptor }) => descriptor),
      inputs.readings.map((_, i) => facts?.[i].person),
    ),
    blurredBackground: outsideError(
      inputs.images,
      blurImages(inputs.images, size, Math.round(size / BLUR)),
      masks,
    ),
    backgroundShare: masks.reduce((sum, mask) => sum + mask.reduce((a, b) => a + b), 0) /
      (masks.length * size * size),
    structureChance: edgeCorrelation(
      pickImages(inputs.images, shift, width),
      translation.images,
      size,
    ),
    kernelFloor: kernelDistance(
      descriptors.subarray(0, half),
      descriptors.subarray(half),
      DESCRIPTOR_LENGTH,
    ),
    attributes: truths.map((truth, k) => ({
      name: probe!.names[k],
      positives: truth.filter(Boolean).length,
    })),
  };
}

/** The same z in the source's domain and in the target's. */
function drawnAlike(
  source: readonly FaceReading[],
  target: readonly FaceReading[],
): DrawnAlike {
  const [from, to] = [source, target].map((faces) => faces.map(({ descriptor }) => descriptor));
  return { ...followed(source, target), ...identityScores(from, to) };
}

/** The blurred copy's radius is the side of the images divided by this: 2 pixels at 64x64. */
const BLUR = 32;

function pick(from: ReadImages, indices: readonly number[], width: number): ReadImages {
  return {
    images: pickImages(from.images, indices, width),
    readings: indices.map((i) => from.readings[i]),
    found: indices.map((i) => from.found[i]),
  };
}

/** For each face the other whose landmarks are most alike once both are upright and of one size. */
function nearestFaces(faces: readonly FaceReading[], others: readonly FaceReading[]): number[] {
  const upright = ({ landmarks }: FaceReading) =>
    toSquare(squareOfFace(landmarks) ?? viewOfFace(landmarks), landmarks);
  return nearestByLandmarks(faces.map(upright), others.map(upright));
}
