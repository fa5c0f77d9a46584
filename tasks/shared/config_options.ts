/**
 * Every field of a config as an option of the command line.
 *
 * @module
 */
import {
  type Config,
  configFields,
  type ConfigKey,
  type FieldRule,
  parseConfigValue,
} from "../../lib/config.ts";
import type { OptionTable } from "./options.ts";
import { UsageError } from "./usage_error.ts";

function valueName(rule: FieldRule): string {
  switch (rule.type) {
    case "integer":
    case "number":
      return "N";
    case "boolean":
      return "true|false";
    case "string":
      return "NAME";
    case "choice":
      return rule.choices.join("|");
    case "list":
      return "none|LIST";
  }
}

function range(rule: FieldRule): string {
  if (rule.type === "list") return ` (out of ${rule.choices.join(",")})`;
  return "min" in rule ? ` (${rule.min} to ${rule.max})` : "";
}

/** `--KEY VALUE` for each field but `preset`, which is an option of its own. */
export const configOptions: OptionTable = Object.fromEntries(
  Object.entries(configFields).filter(([key]) => key !== "preset").map(([key, rule]) => [key, {
    value: valueName(rule),
    doc: rule.doc + range(rule),
    bare: rule.type === "boolean",
  }]),
);

/**
 * The fields that a command line sets.
 *
 * @param options parsed with a table that has {@linkcode configOptions} in it
 * @throws UsageError if a value does not fit its field
 */
export function givenConfig(options: Readonly<Record<string, unknown>>): Partial<Config> {
  const given: Partial<Record<ConfigKey, unknown>> = {};
  for (const key of Object.keys(configOptions) as ConfigKey[]) {
    const text = options[key];
    if (typeof text !== "string") continue;
    try {
      given[key] = parseConfigValue(key, text);
    } catch (error) {
      throw new UsageError(`--${(error as Error).message}`, { cause: error });
    }
  }
  return given as Partial<Config>;
}
