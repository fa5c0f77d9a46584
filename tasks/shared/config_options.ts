/**
 * Every field of a config as an option of the command line.
 *
 * @module
 */
import {
  changeableFields,
  type Config,
  configFields,
  type ConfigKey,
  type FieldRule,
  fieldsWithoutEffect,
  parseConfigValue,
} from "../../lib/config.ts";
import { camelCase, kebabCase } from "./option_name.ts";
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
  return "range" in rule ? ` (${rule.range.join(" to ")})` : "";
}

/** An option for each field but `preset`, which is one of its own. */
export const configOptions: OptionTable = Object.fromEntries(
  Object.entries<FieldRule>(configFields).filter(([key]) => key !== "preset").map((
    [key, rule],
  ) => [key, {
    value: valueName(rule),
    doc: rule.doc + range(rule),
    bare: rule.type === "boolean",
    was: rule.was,
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
      given[key] = parseConfigValue(key, text, `--${kebabCase(key)}`);
    } catch (error) {
      throw new UsageError((error as Error).message, { cause: error });
    }
  }
  return given as Partial<Config>;
}

/**
 * A sentence for each given option that has no effect under the others.
 *
 * @param config what a run trains with
 * @param given of {@linkcode givenConfig}
 */
export function givenWithoutEffect(config: Config, given: Partial<Config>): string[] {
  const keys = Object.keys(given) as ConfigKey[];
  return fieldsWithoutEffect(config, keys, (key) => `--${kebabCase(key)}`);
}

/**
 * The fields of `--allow-changed`.
 *
 * @param text names separated by commas, in any spelling that an option has
 * @throws UsageError if one is not a field that a run may go on with changed
 */
export function allowedFields(text: string | undefined): ConfigKey[] {
  return (text ?? "").split(",").map((name) => name.trim()).filter(Boolean).map((name) => {
    const typed = camelCase(name);
    const field = changeableFields.find((key) =>
      typed === key || (configFields[key] as FieldRule).was?.includes(typed)
    );
    if (field) return field;
    throw new UsageError(
      `--allow-changed ${name} is not a field that a run may go on with changed: those are ` +
        changeableFields.join(", "),
    );
  });
}
