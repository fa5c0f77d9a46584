/**
 * Configs that were saved with a run, by this version or an older one.
 *
 * @module
 */
import { absentValuesOf, renewFields } from "./field_table.ts";
import { type Config, configFields, type YoungerKey } from "./fields.ts";
import { validateConfig } from "./validate_config.ts";

/** The values of fields younger than the first saved runs that mean what those runs did. */
export const absentValues: Readonly<Pick<Config, YoungerKey>> = absentValuesOf(
  configFields,
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
  return validateConfig(renewFields(configFields, value));
}
