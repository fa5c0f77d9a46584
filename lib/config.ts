/**
 * The one configuration of a run: plain JSON, read-only, validated as a whole, saved with the run.
 * What its fields are is said once, in the table of config/fields.ts.
 *
 * @example
 * ```ts
 * import { createConfig } from "@im2im/im2im";
 * import { configDifference, parseConfigValue } from "@im2im/im2im/config";
 * import { assertEquals } from "@std/assert";
 *
 * const config = createConfig("tiny", { steps1: 100 });
 * const longer = { ...config, steps1: parseConfigValue("steps1", "200") as number };
 * assertEquals(configDifference(config, longer), ["steps1: 100 -> 200"]);
 * ```
 *
 * @module
 */
export {
  changeableFields,
  configDifference,
  differingFields,
  scheduleFields,
  stage2Fields,
} from "./config/compare_configs.ts";
export type { FieldRule, FieldStage, FieldType, FieldValue } from "./config/field_rule.ts";
export type { ConfigOf, FieldTable } from "./config/field_table.ts";
export { type Config, configFields, type ConfigKey, type YoungerKey } from "./config/fields.ts";
export { fieldsWithoutEffect } from "./config/fields_without_effect.ts";
export { parseConfigValue } from "./config/parse_field.ts";
export { absentValues, savedConfig } from "./config/saved_config.ts";
export { comparesDomains, comparingFields, validateConfig } from "./config/validate_config.ts";
