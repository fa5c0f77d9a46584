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
  fieldsWithoutEffect,
} from "../../lib/config.ts";
import {
  type ConfigOf,
  fieldNamed,
  fieldsWhere,
  type FieldTable,
} from "../../lib/config/field_table.ts";
import { parseField } from "../../lib/config/parse_field.ts";
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

/** An option for each field of a table but `preset`, which is one of its own. */
export function fieldOptions(table: FieldTable): OptionTable {
  return Object.fromEntries(
    Object.entries(table).filter(([key]) => key !== "preset").map(([key, rule]) => [key, {
      value: valueName(rule),
      doc: rule.doc + range(rule),
      bare: rule.type === "boolean",
      was: rule.was,
    }]),
  );
}

/** An option for each field of the two-step method's config. */
export const configOptions: OptionTable = fieldOptions(configFields);

/**
 * The fields of the two-step method's config that a command line sets.
 *
 * @param options parsed with a table that has {@linkcode configOptions} in it
 * @throws UsageError if a value does not fit its field
 */
export function givenConfig(options: Readonly<Record<string, unknown>>): Partial<Config> {
  return givenFields(configFields, options);
}

/**
 * The fields of a table that a command line sets.
 *
 * @param table the fields
 * @param options parsed with {@linkcode fieldOptions} of the table
 * @throws UsageError if a value does not fit its field
 */
export function givenFields<T extends FieldTable>(
  table: T,
  options: Readonly<Record<string, unknown>>,
): Partial<ConfigOf<T>> {
  const given: Record<string, unknown> = {};
  for (const key of Object.keys(fieldOptions(table))) {
    const text = options[key];
    if (typeof text !== "string") continue;
    try {
      given[key] = parseField(table, key, text, `--${kebabCase(key)}`);
    } catch (error) {
      throw new UsageError((error as Error).message, { cause: error });
    }
  }
  return given as Partial<ConfigOf<T>>;
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
 * The fields of `--allow-changed`, of the two-step method's config.
 *
 * @param text names separated by commas, in any spelling that an option has
 * @throws UsageError if one is not a field that a run may go on with changed
 */
export function allowedFields(text: string | undefined): ConfigKey[] {
  return allowedFieldsOf(configFields, text);
}

/** {@linkcode allowedFields} for the config of any table. */
export function allowedFieldsOf<T extends FieldTable>(
  table: T,
  text: string | undefined,
): (keyof T & string)[] {
  const changeable = fieldsWhere(table, ({ mayChange }) => mayChange === "asked");
  return (text ?? "").split(",").map((name) => name.trim()).filter(Boolean).map((name) => {
    const field = fieldNamed(table, camelCase(name));
    if (field !== undefined && changeable.includes(field)) return field;
    throw new UsageError(
      `--allow-changed ${name} is not a field that a run may go on with changed: those are ` +
        changeable.join(", "),
    );
  });
}
