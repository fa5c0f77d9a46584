/**
 * Fields that do nothing under the values of others.
 *
 * @module
 */
import type { FieldRule } from "./field_rule.ts";
import { type Config, configFields, type ConfigKey } from "./fields.ts";

/**
 * Which of some fields have no effect under a config, each as a sentence that says why.
 *
 * @param config the whole config
 * @param keys the fields that somebody set
 * @param called what the sentences call such a field
 * @returns one sentence for each field without an effect, in the order of the table
 */
export function fieldsWithoutEffect(
  config: Config,
  keys: readonly ConfigKey[],
  called: (key: ConfigKey) => string = (key) => key,
): string[] {
  return (Object.keys(configFields) as ConfigKey[]).filter((key) => keys.includes(key))
    .flatMap((key) => {
      const rule: FieldRule = configFields[key];
      const unmet = Object.entries(rule.onlyWith ?? {}).find(([other, wanted]) => {
        const value = config[other as ConfigKey];
        return wanted === "above 0" ? !((value as number) > 0) : value !== wanted;
      });
      if (!unmet) return [];
      const [other, wanted] = unmet;
      const needed = wanted === "above 0" ? "is above 0" : `is ${wanted}`;
      return [
        `${called(key)} has no effect: it counts only where ${other} ${needed}, and ${other} is ` +
        `${config[other as ConfigKey]}`,
      ];
    });
}
