/**
 * Fields of a config from the text of a command line.
 *
 * @module
 */
import { fieldProblem, readField } from "./field_rule.ts";
import { fieldNamed, type FieldTable } from "./field_table.ts";
import { configFields } from "./fields.ts";

/**
 * Reads one field of the two-step method's config from text; a list is separated by commas.
 *
 * @param key the field's name, or a former one
 * @param called what errors call it
 * @throws RangeError if the field is unknown or the text does not fit it
 */
export function parseConfigValue(key: string, text: string, called: string = key): unknown {
  return parseField(configFields, key, text, called);
}

/** {@linkcode parseConfigValue} for the config of any table. */
export function parseField(
  table: FieldTable,
  key: string,
  text: string,
  called: string = key,
): unknown {
  const name = fieldNamed(table, key);
  if (name === undefined) throw new RangeError(`${called} is not a config field`);
  const rule = table[name], value = readField(rule, text);
  const found = fieldProblem(called, rule, value);
  if (found) throw new RangeError(found);
  return value;
}
