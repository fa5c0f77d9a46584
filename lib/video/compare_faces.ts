/**
 * One direction of a face swap in numbers.
 *
 * @module
 */
import { correlation } from "../evaluation/correlation.ts";
import { median } from "../evaluation/median.ts";
import { eyeDistance, eyeOpening, mouthOpening, yaw } from "../faces/face_measures.ts";
import { type FaceReading, identityDistance } from "../faces/face_reader.ts";
import { centred } from "../faces/nearest_face.ts";

/** Scores of pictures that are shown in place of the input's frames. */
export interface SwapScores {
  /** Median over the pictures of the distance to the target person; 0.55 separates two people. */
  readonly toTarget: number;
  /** Median distance to the source person. */
  readonly toSource: number;
  /** Share of the pictures that are nearer to the target than to the source. */
  readonly nearerToTarget: number;
  /** Correlation with the input of the head's turn. */
  readonly yaw: number | null;
  /** Correlation of the opening of the mouth. */
  readonly mouth: number | null;
  /** Correlation of the opening of the eyes. */
  readonly eyes: number | null;
  /** Correlation of P(happy). */
  readonly happy: number | null;
  /** Correlation of the line of sight. */
  readonly sight: number | null;
  /**
   * Mean distance of landmarks after each set's own mean face is subtracted, in distances between
   * the eyes.
   */
  readonly landmarkError: number;
  /** Mean change of a pixel from frame to frame, divided by that of the input. */
  readonly flicker: number;
}

/** Pictures in pairs of neighbouring frames, with the readings of them. */
export interface ReadPictures {
  /** What the evaluators saw. */
  readonly readings: readonly FaceReading[];
  /** Bytes of each picture. */
  readonly pictures: readonly Uint8Array[];
}

/** Descriptors of many frames of one person. */
export type Identity = readonly Float32Array[];

/**
 * Scores pictures against the frames they stand for.
 *
 * @param input the frames
 * @param output as many pictures
 * @param people descriptors of training frames of both persons
 */
export function compareFaces(
  input: ReadPictures,
  output: ReadPictures,
  people: { readonly source: Identity; readonly target: Identity },
): SwapScores {
  const toTarget = output.readings.map((reading) => distanceTo(people.target, reading));
  const toSource = output.readings.map((reading) => distanceTo(people.source, reading));
  const follows = (measure: (reading: FaceReading) => number) =>
    correlation(input.readings.map(measure), output.readings.map(measure));
  return {
    toTarget: median(toTarget)!,
    toSource: median(toSource)!,
    nearerToTarget: toTarget.filter((d, i) => d < toSource[i]).length / toTarget.length,
    yaw: follows(({ landmarks }) => yaw(landmarks)),
    mouth: follows(({ landmarks }) => mouthOpening(landmarks)),
    eyes: follows(({ landmarks }) => eyeOpening(landmarks)),
    happy: follows(({ happy }) => happy),
    sight: follows(({ sight }) => sight),
    landmarkError: landmarkError(input.readings, output.readings),
    flicker: change(output.pictures) / change(input.pictures),
  };
}

/** Median distance of a face to the frames of a person. */
function distanceTo(person: Identity, { descriptor }: FaceReading): number {
  return median(person.map((other) => identityDistance(descriptor, other)))!;
}

function landmarkError(input: readonly FaceReading[], output: readonly FaceReading[]): number {
  const wanted = centred(input.map(({ landmarks }) => landmarks));
  const given = centred(output.map(({ landmarks }) => landmarks));
  const errors = wanted.map((points, i) => {
    let sum = 0;
    for (let k = 0; k < points.length; k += 2) {
      sum += Math.hypot(points[k] - given[i][k], points[k + 1] - given[i][k + 1]);
    }
    return sum / (points.length / 2) / eyeDistance(input[i].landmarks);
  });
  return errors.reduce((a, b) => a + b, 0) / errors.length;
}

/** Mean absolute difference of the pictures of each pair. */
function change(pictures: readonly Uint8Array[]): number {
  let sum = 0, count = 0;
  for (let i = 0; i + 1 < pictures.length; i += 2) {
    pictures[i].forEach((byte, k) => sum += Math.abs(byte - pictures[i + 1][k]));
    count += pictures[i].length;
  }
  return sum / count;
}
