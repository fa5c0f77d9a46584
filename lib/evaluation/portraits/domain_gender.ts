/**
 * Which domain is which to a network that reads gender.
 *
 * @module
 */
import type { DomainGender } from "./portrait_report.ts";

/** Names that say it by themselves: CelebA's attribute Male, and what folders are called. */
const NAMES: ReadonlyMap<string, DomainGender> = new Map([
  ...["male", "males", "man", "men", "boy", "boys", "not_female"].map((n) => [n, "male"] as const),
  ...["female", "females", "woman", "women", "girl", "girls", "not_male"]
    .map((name) => [name, "female"] as const),
]);

/**
 * What a domain's name says: the whole of it, or a part between hyphens, as in `not_Male-Young`. Nothing
 * else is guessed: `cats`, or an attribute such as Smiling, is neither.
 *
 * @param domain a name, e.g. `Male` and `not_Male`, `man` and `woman`
 */
export function genderOfDomain(domain: string): DomainGender {
  const said = domain.toLowerCase().split("-").map((part) => NAMES.get(part) ?? null);
  return said.find((gender) => gender !== null) ?? null;
}
