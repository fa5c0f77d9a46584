/**
 * How CelebA's attributes make domains: `Male` those with and those without, `Male,Young` the four
 * combinations, `Black_Hair+Blond_Hair+Brown_Hair` one domain for each.
 *
 * @module
 */

/** One attribute, with and without it; or several, of which a picture has exactly one. */
type Factor = readonly string[];

/** Domains that follow from attributes. */
export interface CelebaDomains {
  /** Names of the domains; the index is the label c. */
  readonly names: readonly string[];
  /** The attributes that decide. */
  readonly attributes: readonly string[];
  /** The attributes of which a picture must have exactly one; others are left out. */
  readonly oneOf: readonly string[];
  /**
   * The domain of a picture; undefined if it has none, or several, of the attributes of which it
   * must have exactly one.
   */
  readonly domainOf: (has: (attribute: string) => boolean) => number | undefined;
}

/**
 * Takes the attributes of a SPEC apart. A comma combines, a plus sign lists alternatives:
 * `Male,Black_Hair+Blond_Hair` has the four domains `Male-Black_Hair`, `Male-Blond_Hair`,
 * `not_Male-Black_Hair` and `not_Male-Blond_Hair`.
 *
 * @param text attributes with `,` and `+` between
 * @throws RangeError if an attribute is missing or named twice
 */
export function celebaDomains(text: string): CelebaDomains {
  const factors: Factor[] = text.split(",").map((factor) => factor.split("+"));
  const attributes = factors.flat();
  const twice = attributes.find((name, i) => name === "" || attributes.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RangeError(
      `The attributes ${text} ${twice === "" ? "have an empty name" : `name ${twice} twice`}: ` +
        "write Male, or Male,Young for combinations, or Black_Hair+Blond_Hair for one of these",
    );
  }
  const values = factors.map((factor) =>
    factor.length > 1 ? factor : [factor[0], `not_${factor[0]}`]
  );
  return {
    names: values.reduce((names, value) => names.flatMap((a) => value.map((b) => `${a}-${b}`))),
    attributes,
    oneOf: factors.filter((factor) => factor.length > 1).flat(),
    domainOf(has) {
      let domain = 0;
      for (const factor of factors) {
        const held = factor.filter(has);
        if (factor.length === 1) domain = 2 * domain + (held.length ? 0 : 1);
        else if (held.length === 1) domain = factor.length * domain + factor.indexOf(held[0]);
        else return undefined;
      }
      return domain;
    },
  };
}
