/**
 * What a config must be: every field there, of its type and in its range, none contradicting another.
 *
 * @module
 */
import { checkFields, fieldNamed } from "./field_table.ts";
import { type Config, configFields } from "./fields.ts";

/**
 * Checks a whole configuration: every field there, of its type and in its range, none unknown.
 *
 * @param value what was read from a file or put together by a caller
 * @returns the same value, typed and frozen
 * @throws TypeError if it is not an object; RangeError that names every field at fault
 */
export function validateConfig(value: unknown): Config {
  return checkFields(configFields, value, unknownField, contradictions);
}

function unknownField(key: string): string {
  const present = fieldNamed(configFields, key);
  return present ? `${key} is called ${present} now` : `${key} is not a config field`;
}

function contradictions(config: Config): string[] {
  const { size, cropFrom, labelEmbedding, gNorm, gLabelFrom, batch } = config;
  const found: string[] = [];
  if (cropFrom < size) found.push(`cropFrom must be at least size (${size}), got ${cropFrom}`);
  if (labelEmbedding === 0 && gNorm === "batch") {
    found.push("G never sees c: set labelEmbedding above 0 or gNorm to conditional");
  }
  if (gNorm === "conditional" && gLabelFrom > size) {
    found.push(`G never sees c: gLabelFrom must be at most size (${size}), got ${gLabelFrom}`);
  }
  if (config.encodedShare > 0 && config.zDistribution !== "normal") {
    found.push(`encodedShare needs zDistribution normal, got ${config.zDistribution}`);
  }
  found.push(...unknownLabels(config));
  if (comparesDomains(config) && batch < 4) {
    const name = comparingFields.find((key) => config[key] > 0);
    found.push(`${name} needs a batch of at least 4, got ${batch}`);
  }
  return found;
}

/** What needs the domain of every real image, and is not told it. */
function unknownLabels({ dHead, labelledShare, encodedShare }: Config): string[] {
  const found: string[] = [];
  if (labelledShare < 1 && (dHead === "projection" || dHead === "concat")) {
    found.push(
      `dHead ${dHead} tells D the domain of every real: labelledShare must be 1, got ${labelledShare}`,
    );
  }
  if (encodedShare > 0 && (labelledShare < 1 || dHead === "infogan")) {
    const why = dHead === "infogan" ? "dHead infogan is told none" : "labelledShare is below 1";
    found.push(`encodedShare draws each real in its own domain, and ${why}: it must be 0`);
  }
  return found;
}

/** Fields that make stage 1 draw each z in every domain. */
export const comparingFields = [
  "consistencyWeight",
  "robustConsistencyWeight",
  "featureConsistencyWeight",
  "encodedShare",
] as const;

/** Whether stage 1 draws each z in every domain, and compares the images. */
export function comparesDomains(
  config: Pick<Config, typeof comparingFields[number]>,
): boolean {
  return comparingFields.some((key) => config[key] > 0);
}
