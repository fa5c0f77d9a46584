/**
 * Configs that were saved with a run, by this version or an older one.
 *
 * @module
 */
import { presentName } from "./field_names.ts";
import type { FieldRule } from "./field_rule.ts";
import { type Config, configFields, type YoungerKey } from "./fields.ts";
import { validateConfig } from "./validate_config.ts";

/** The values of fields younger than the first saved runs that mean what those runs did. */
export const absentValues: Readonly<Pick<Config, YoungerKey>> = Object.fromEntries(
  Object.entries<FieldRule>(configFields).filter(([, { absent }]) => absent !== undefined)
    .map(([key, { absent }]) => [key, absent]),
) as Pick<Config, YoungerKey>;

/**
 * Checks a configuration that was saved with a run, which may be older than some fields or call
 * them by former names.
 *
 * @param value what was read from the file
 * @returns the configuration, with what those fields mean by their absence
 * @throws TypeError if it is not an object; RangeError that names every field at fault
 */
export function savedConfig(value: unknown): Config {
  if (typeof value !== "object" || !value || Array.isArray(value)) return validateConfig(value);
  const renamed = Object.entries(value).map(([name, held]) => {
    const present = presentName(name);
    // Where a file has both names, the unknown one is refused.
    return [present && !(present in value) ? present : name, held];
  });
  return validateConfig({ ...absentValues, ...Object.fromEntries(renamed) });
}
