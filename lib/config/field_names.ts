/**
 * The names that fields had before.
 *
 * @module
 */
import type { FieldRule } from "./field_rule.ts";
import { configFields, type ConfigKey } from "./fields.ts";

const former = new Map(
  (Object.entries(configFields) as [ConfigKey, FieldRule][])
    .flatMap(([key, { was = [] }]) => was.map((name) => [name, key] as const)),
);

/** What a field of a former name is called now; undefined if there was none of that name. */
export function presentName(name: string): ConfigKey | undefined {
  return former.get(name);
}
