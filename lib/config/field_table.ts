/**
 * A table of fields, and a config that follows it: what every method's hyperparameters have in common.
 *
 * @module
 */
import { fieldProblem, type FieldRule, type FieldValue } from "./field_rule.ts";

/** The rules of some fields by name, in the order that help prints them. */
export type FieldTable = Readonly<Record<string, FieldRule>>;

/** The config that a table describes: plain JSON, read-only. */
export type ConfigOf<T extends FieldTable> = { readonly [K in keyof T]: FieldValue<T[K]> };

/**
 * Checks that an object has every field of a table, of its type and in its range, and no other.
 *
 * @param table the fields
 * @param value what was read from a file or put together by a caller
 * @param unknown what is wrong with a field that is not in the table
 * @param contradictions what is wrong with fields that each fit
 * @returns the same value, in the table's order, typed and frozen
 * @throws TypeError if it is not an object; RangeError that names every field at fault
 */
export function checkFields<T extends FieldTable>(
  table: T,
  value: unknown,
  unknown: (key: string) => string = (key) => `${key} is not a config field`,
  contradictions: (config: ConfigOf<T>) => string[] = () => [],
): ConfigOf<T> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`A config must be an object, got ${JSON.stringify(value)}`);
  }
  const given = value as Record<string, unknown>;
  const problems = Object.keys(given).filter((key) => !Object.hasOwn(table, key)).map(unknown);
  for (const [key, rule] of Object.entries(table)) {
    const found = key in given ? fieldProblem(key, rule, given[key]) : `${key} is missing`;
    if (found) problems.push(found);
  }
  if (!problems.length) problems.push(...contradictions(value as ConfigOf<T>));
  if (problems.length) throw new RangeError(`Bad config: ${problems.join("; ")}`);
  const inOrder = Object.keys(table).map((key) => [key, given[key]]);
  return Object.freeze(Object.fromEntries(inOrder)) as ConfigOf<T>;
}

/**
 * What a field of a table is called now.
 *
 * @param name as somebody wrote it, perhaps a former name
 * @returns undefined if there is no such field
 */
export function fieldNamed<T extends FieldTable>(
  table: T,
  name: string,
): keyof T & string | undefined {
  if (Object.hasOwn(table, name)) return name;
  return Object.keys(table).find((key) => table[key].was?.includes(name));
}

/** The names of the fields that pass a test. */
export function fieldsWhere<T extends FieldTable>(
  table: T,
  test: (rule: FieldRule) => boolean | undefined,
): (keyof T & string)[] {
  return Object.keys(table).filter((key) => test(table[key]));
}
