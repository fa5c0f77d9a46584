/**
 * The one configuration of a run: plain JSON, read-only, validated as a whole, saved with the run.
 * What its fields are is said once, in the table of config/fields.ts.
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
export { type Config, configFields, type ConfigKey, type YoungerKey } from "./config/fields.ts";
export { fieldsWithoutEffect } from "./config/fields_without_effect.ts";
export { parseConfigValue } from "./config/parse_field.ts";
export { absentValues, savedConfig } from "./config/saved_config.ts";
export { comparesDomains, validateConfig } from "./config/validate_config.ts";
