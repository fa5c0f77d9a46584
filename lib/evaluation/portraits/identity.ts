/**
 * Whether faces are of the person of their input, by distances of descriptors.
 *
 * @module
 */
import { identityDistance } from "../../faces/face_reader.ts";
import { median } from "../median.ts";

/** Descriptors of N faces. */
export type Descriptors = readonly Float32Array[];

/** How near images are to the people of their inputs. */
export interface IdentityScores {
  /** Median distance of image i to input i. */
  readonly identity: number;
  /** Median rank of input i among all inputs by their distance to image i; 1 is best. */
  readonly rank: number;
}

/**
 * Compares images with all inputs. Inputs that are as near as the image's own count half, so that
 * images that are all alike have the rank of chance, (N + 1) / 2.
 *
 * @param inputs descriptors, one or more
 * @param images as many; image i stands for input i
 * @throws RangeError if there is none
 */
export function identityScores(inputs: Descriptors, images: Descriptors): IdentityScores {
  if (!inputs.length) throw new RangeError("There is no face to compare");
  const own = images.map((image, i) => identityDistance(image, inputs[i]));
  const ranks = images.map((image, i) => {
    let rank = 1;
    inputs.forEach((input, k) => {
      if (k === i) return;
      const distance = identityDistance(image, input);
      rank += distance < own[i] ? 1 : distance === own[i] ? 0.5 : 0;
    });
    return rank;
  });
  return { identity: median(own)!, rank: median(ranks)! };
}

/** Distances between inputs, to hold those of a translation against. */
export interface PeopleDistances {
  /** Median distance of two pictures of one person; null where there are none. */
  readonly samePerson: number | null;
  /** Pairs of that kind. */
  readonly samePersonPairs: number;
  /** Median distance of two people; null for one. */
  readonly otherPeople: number | null;
}

/**
 * Compares all pairs of inputs.
 *
 * @param inputs descriptors
 * @param people whom each input shows; where that is not known, all are taken for different people
 */
export function peopleDistances(
  inputs: Descriptors,
  people: readonly (string | undefined)[],
): PeopleDistances {
  const same: number[] = [], other: number[] = [];
  for (let i = 0; i < inputs.length; i++) {
    for (let k = 0; k < i; k++) {
      const alike = people[i] !== undefined && people[i] === people[k];
      (alike ? same : other).push(identityDistance(inputs[i], inputs[k]));
    }
  }
  return { samePerson: median(same), samePersonPairs: same.length, otherPeople: median(other) };
}
