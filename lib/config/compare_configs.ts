/**
 * Which fields tell two configs apart, and which of them may.
 *
 * @module
 */
import { fieldsApart, fieldsWhere, linesApart } from "./field_table.ts";
import { type Config, configFields, type ConfigKey } from "./fields.ts";

/**
 * Fields that a run may go on with changed: how long it goes on, and what it reports. Under
 * `decayShare` and `eDecayShare` the number of steps is also where step sizes fall to, so that a run
 * made longer after its end begins with larger ones again, and is not what it would have been from
 * the start.
 */
export const scheduleFields: readonly ConfigKey[] = fieldsWhere(
  configFields,
  (rule) => rule.mayChange === true,
);

/**
 * Fields that a run may go on with changed where that is asked for by name: step sizes, weights of losses
 * and augmentation. The run is then another than it would have been, and says so in its history.
 */
export const changeableFields: readonly ConfigKey[] = fieldsWhere(
  configFields,
  (rule) => rule.mayChange === "asked",
);

/** Fields that only stage 2 reads. */
export const stage2Fields: readonly ConfigKey[] = fieldsWhere(
  configFields,
  (rule) => rule.stage === 2,
);

/**
 * The fields in which two configurations differ, as lines `key: a -> b`.
 *
 * @param a the configuration that a run was saved with
 * @param b the one it is resumed with
 */
export function configDifference(a: Config, b: Config): string[] {
  return linesApart(differingFields(a, b), a, b);
}

/** The fields in which two configurations differ. */
export function differingFields(a: Config, b: Config): ConfigKey[] {
  return fieldsApart(configFields, a, b);
}
