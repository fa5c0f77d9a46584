/**
 * Whether faces do what the inputs' faces do.
 *
 * @module
 */
import { eyeOpening, mouthOpening, pitch, yaw } from "../../faces/face_measures.ts";
import type { FaceReading } from "../../faces/face_reader.ts";
import { correlation } from "../correlation.ts";
import type { PortraitScores } from "./portrait_report.ts";

/** The measures whose correlation is a score. */
export type Followed = Pick<
  PortraitScores,
  "yaw" | "pitch" | "mouth" | "eyes" | "happy" | "sight"
>;

/**
 * The correlation of each measure between inputs and the images that stand for them.
 *
 * @param inputs readings of the inputs
 * @param images as many, of the images
 * @param mirrored whether the images are mirrored: turn and line of sight then change their signs
 * @returns null for a measure that never changes
 */
export function followed(
  inputs: readonly FaceReading[],
  images: readonly FaceReading[],
  mirrored: boolean = false,
): Followed {
  const sign = mirrored ? -1 : 1;
  const follows = (measure: (reading: FaceReading) => number, factor = 1) =>
    correlation(inputs.map(measure), images.map((reading) => factor * measure(reading)));
  return {
    yaw: follows(({ landmarks }) => yaw(landmarks), sign),
    pitch: follows(({ landmarks }) => pitch(landmarks)),
    mouth: follows(({ landmarks }) => mouthOpening(landmarks)),
    eyes: follows(({ landmarks }) => eyeOpening(landmarks)),
    happy: follows(({ happy }) => happy),
    sight: follows(({ sight }) => sight, sign),
  };
}
