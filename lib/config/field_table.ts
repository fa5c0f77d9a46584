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

/**
 * A config that was saved with a run, as it is to be read now: former names are the present ones, and
 * fields younger than it have what it meant without them. Where it has both names of a field, the former
 * one is left, to be refused as unknown.
 *
 * @param table the fields
 * @param value what was read from the file; what is no object is left as it is
 */
export function renewFields(table: FieldTable, value: unknown): unknown {
  if (typeof value !== "object" || !value || Array.isArray(value)) return value;
  const renamed = Object.entries(value).map(([name, held]) => {
    const present = fieldNamed(table, name);
    return [present && !(present in value) ? present : name, held];
  });
  return { ...absentValuesOf(table), ...Object.fromEntries(renamed) };
}

/** What a saved config means by lacking fields that are younger than it. */
export function absentValuesOf(table: FieldTable): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(table).filter(([, { absent }]) => absent !== undefined)
      .map(([key, { absent }]) => [key, absent]),
  );
}

/** The fields of a table in which two configs differ. */
export function fieldsApart<T extends FieldTable>(
  table: T,
  a: ConfigOf<T>,
  b: ConfigOf<T>,
): (keyof T & string)[] {
  return Object.keys(table).filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}

/** Two configs side by side, a line `key: a -> b` for each of some fields. */
export function linesApart<T extends FieldTable>(
  fields: readonly (keyof T & string)[],
  a: ConfigOf<T>,
  b: ConfigOf<T>,
): string[] {
  return fields.map((key) => `${key}: ${JSON.stringify(a[key])} -> ${JSON.stringify(b[key])}`);
}

/** The names of the fields that pass a test. */
export function fieldsWhere<T extends FieldTable>(
  table: T,
  test: (rule: FieldRule) => boolean | undefined,
): (keyof T & string)[] {
  return Object.keys(table).filter((key) => test(table[key]));
}
