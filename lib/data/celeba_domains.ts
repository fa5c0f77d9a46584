/**
 * How CelebA's attributes make domains: `Male` those with and those without, `Male=man/woman` the same
 * under names of one's own, `Male,Young` the four combinations, `Black_Hair+Blond_Hair+Brown_Hair` one
 * domain for each.
 *
 * @module
 */

/** One attribute, with and without it; or several, of which a picture has exactly one. */
interface Factor {
  readonly attributes: readonly string[];
  /** What its values are called. */
  readonly names: readonly string[];
}

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
 * Takes the attributes of a SPEC apart. A comma combines, a plus sign lists alternatives, and `=` names
 * the pictures with an attribute and those without: `Male=man/woman,Black_Hair+Blond_Hair` has the four
 * domains `man-Black_Hair`, `man-Blond_Hair`, `woman-Black_Hair` and `woman-Blond_Hair`.
 *
 * @param text attributes with `,`, `+` and `=` between
 * @throws RangeError if an attribute is missing or named twice, or a name is missing
 */
export function celebaDomains(text: string): CelebaDomains {
  const factors = text.split(",").map(factorOf);
  const attributes = factors.flatMap((factor) => factor.attributes);
  const twice = attributes.find((name, i) => name === "" || attributes.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new RangeError(
      `The attributes ${text} ${twice === "" ? "have an empty name" : `name ${twice} twice`}: ` +
        "write Male, or Male,Young for combinations, or Black_Hair+Blond_Hair for one of these",
    );
  }
  return {
    names: factors.map(({ names }) => names)
      .reduce((before, names) => before.flatMap((a) => names.map((b) => `${a}-${b}`))),
    attributes,
    oneOf: factors.filter(isChoice).flatMap((factor) => factor.attributes),
    domainOf(has) {
      let domain = 0;
      for (const factor of factors) {
        const held = factor.attributes.filter(has), values = factor.names.length;
        if (!isChoice(factor)) domain = values * domain + (held.length ? 0 : 1);
        else if (held.length === 1) domain = values * domain + factor.attributes.indexOf(held[0]);
        else return undefined;
      }
      return domain;
    },
  };
}

const isChoice = ({ attributes }: Factor): boolean => attributes.length > 1;

function factorOf(text: string): Factor {
  const attributes = text.split("+");
  if (attributes.length > 1) return { attributes, names: attributes };
  const [attribute, named] = text.split(/=(.*)/s);
  const names = named?.split("/") ?? [attribute, `not_${attribute}`];
  if (named !== undefined && (names.length !== 2 || names.includes(""))) {
    throw new RangeError(
      `${text} must name the pictures with ${attribute} and those without: ` +
        `write ${attribute}=man/woman`,
    );
  }
  return { attributes: [attribute], names };
}
