/**
 * What only drawn data can tell: whether translations keep the person and the background.
 *
 * @module
 */
import type { Identity } from "../../data/drawn/face_identity.ts";
import { unitOfByte } from "../../images/unit_range.ts";
import { type BackgroundError, backgroundError } from "./background_error.ts";
import { attributeLabels, keptAttributes } from "./kept_attributes.ts";
import { type Preservation, preservation } from "./preservation.ts";
import { readAttributes } from "./read_attributes.ts";
import type { Subject } from "../subject.ts";

/** Images of the same N people, N * size * size * 3 numbers each. */
export interface DrawnImages {
  /** What was translated. */
  readonly sources: Float32Array;
  /** What it became. */
  readonly translations: Float32Array;
  /** The true counterparts. */
  readonly truths: Float32Array;
}

/** Scores of one direction; null where the data do not tell who is shown. */
export interface DrawnScores {
  /** Each kept attribute. */
  readonly kept: readonly Preservation[] | null;
  /** What lies outside the faces. */
  readonly background: BackgroundError | null;
}

/**
 * Scores the translations of one direction.
 *
 * @param subject its probe reads the attributes; without one they are not scored
 * @param images of the same people
 * @param people who they are, where that is known
 */
export async function measureDrawn(
  { probe, batch, width }: Subject,
  images: DrawnImages,
  people: readonly Identity[] | undefined,
): Promise<DrawnScores> {
  if (!people) return { kept: null, background: null };
  const { sources, translations, truths } = images;
  const colors = people.map(({ background }) => unitColor(background));
  const background = backgroundError(translations, sources, truths, colors, width);
  if (!probe) return { kept: null, background };
  const kept = preservation(
    keptAttributes.map((attribute) => attributeLabels(people, attribute)),
    await readAttributes(probe, translations, batch),
    await readAttributes(probe, truths, batch),
  );
  return { kept, background };
}

/** "#rrggbb" as three numbers in [-1, 1]. */
function unitColor(hex: string): number[] {
  return [1, 3, 5].map((at) => unitOfByte[parseInt(hex.slice(at, at + 2), 16)]);
}
