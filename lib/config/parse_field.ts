/**
 * Fields of a config from the text of a command line.
 *
 * @module
 */
import { presentName } from "./field_names.ts";
import { fieldProblem, type FieldRule, readField } from "./field_rule.ts";
import { configFields } from "./fields.ts";

/**
 * Reads one field from text; a list is separated by commas.
 *
 * @param key the field's name, or a former one
 * @param called what errors call it
 * @throws RangeError if the field is unknown or the text does not fit it
 */
export function parseConfigValue(key: string, text: string, called: string = key): unknown {
  const name = presentName(key) ?? key;
  if (!Object.hasOwn(configFields, name)) throw new RangeError(`${called} is not a config field`);
  const rule = (configFields as Record<string, FieldRule>)[name];
  const value = readField(rule, text);
  const found = fieldProblem(called, rule, value);
  if (found) throw new RangeError(found);
  return value;
}
