/**
 * Trainings of one direction each as one translation.
 *
 * @module
 */
import { translates, type Translator } from "../../../lib/translation/translator.ts";

/**
 * Joins translations of the same domains: each pair of domains is translated by the first that can.
 *
 * @param parts one or more, of the same domains and size
 * @throws RangeError when it is asked for a domain that none of them translates to
 */
export function bothDirections(parts: readonly Translator[]): Translator {
  const [{ domains, size }] = parts;
  const labels = [...domains.keys()];
  const to = (target: number) =>
    parts.find((part) => labels.some((source) => translates(part, source, target)));
  return {
    domains,
    size,
    parameters: parts.reduce((sum, { parameters }) => sum + parameters, 0),
    directions: labels.flatMap((source) =>
      labels.filter((target) => parts.some((part) => translates(part, source, target)))
        .map((target) => [source, target] as const)
    ),
    translate(x, target) {
      const part = to(target);
      if (part) return part.translate(x, target);
      throw new RangeError(`No training translates to ${domains[target]}`);
    },
    // A domain is drawn again by the training that has it as its target.
    reconstruct: (x, source) => to(source)?.reconstruct(x, source),
  };
}
