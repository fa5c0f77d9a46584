/**
 * Target accuracy by a network that never saw the data.
 *
 * @module
 */
import type { DomainGender } from "./portrait_report.ts";

/**
 * The share of faces that the packaged gender network takes for the gender of a domain. It can be
 * trusted as far as its accuracy on the domain's reals goes.
 *
 * @param men P(man) of each face
 * @param gender of the domain that all of them should be of
 * @returns 0 to 1; null where the domain has no gender, or there is no face
 */
export function genderAccuracy(men: readonly number[], gender: DomainGender): number | null {
  if (gender === null || !men.length) return null;
  return men.filter((p) => (p > 0.5) === (gender === "male")).length / men.length;
}
