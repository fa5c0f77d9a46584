/**
 * Which fields tell two configs apart, and which of them may.
 *
 * @module
 */
import type { FieldRule } from "./field_rule.ts";
import { type Config, configFields, type ConfigKey } from "./fields.ts";

const keysWhere = (test: (rule: FieldRule) => boolean | undefined) =>
  (Object.keys(configFields) as ConfigKey[]).filter((key) => test(configFields[key]));

/**
 * Fields that a run may go on with changed: how long it goes on, and what it reports. Under
 * `decayShare` and `eDecayShare` the number of steps is also where step sizes fall to, so that a run
 * made longer after its end begins with larger ones again, and is not what it would have been from
 * the start.
 */
export const scheduleFields: readonly ConfigKey[] = keysWhere((rule) => rule.mayChange === true);

/**
 * Fields that a run may go on with changed where that is asked for by name: step sizes, weights of losses
 * and augmentation. The run is then another than it would have been, and says so in its history.
 */
export const changeableFields: readonly ConfigKey[] = keysWhere((rule) =>
  rule.mayChange === "asked"
);

/** Fields that only stage 2 reads. */
export const stage2Fields: readonly ConfigKey[] = keysWhere((rule) => rule.stage === 2);

/**
 * The fields in which two configurations differ, as lines `key: a -> b`.
 *
 * @param a the configuration that a run was saved with
 * @param b the one it is resumed with
 */
export function configDifference(a: Config, b: Config): string[] {
  return differingFields(a, b)
    .map((key) => `${key}: ${JSON.stringify(a[key])} -> ${JSON.stringify(b[key])}`);
}

/** The fields in which two configurations differ. */
export function differingFields(a: Config, b: Config): ConfigKey[] {
  return keysWhere(() => true).filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}
