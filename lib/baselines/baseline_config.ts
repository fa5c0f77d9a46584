/**
 * A baseline's config: from given fields, and from a file.
 *
 * @module
 */
import { checkFields, type ConfigOf, fieldsWhere, renewFields } from "../config/field_table.ts";
import type { BaselineConfig, BaselineMethod } from "./baseline_method.ts";

/**
 * The config of a baseline: its defaults with some fields changed. Where `cropFrom` is not given, it is
 * the size.
 *
 * @param method which baseline
 * @param changes fields to change
 * @throws RangeError if a field is unknown or a value does not fit
 */
export function createBaselineConfig<C extends BaselineConfig>(
  method: BaselineMethod<C>,
  changes: Partial<C> = {},
): C {
  const given = Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Partial<C>;
  const defaults = Object.fromEntries(
    Object.entries(method.fields).map(([key, rule]) => [key, rule.default]),
  ) as unknown as C;
  const cropFrom = given.size ?? defaults.size;
  return checkBaselineConfig(method, {
    ...defaults,
    cropFrom,
    ...method.derived?.(given),
    ...given,
  });
}

/**
 * Checks a whole config.
 *
 * @throws TypeError if it is not an object; RangeError that names every field at fault
 */
export function checkBaselineConfig<C extends BaselineConfig>(
  method: BaselineMethod<C>,
  value: unknown,
): C {
  const contradictions = (config: ConfigOf<typeof method.fields>) => {
    const typed = config as unknown as C, { size, cropFrom } = typed;
    const small = cropFrom < size
      ? [`cropFrom must be at least size (${size}), got ${cropFrom}`]
      : [];
    return [...small, ...method.contradictions?.(typed) ?? []];
  };
  return checkFields(method.fields, value, undefined, contradictions) as unknown as C;
}

/** The config in a file, which may be older than some fields. */
export function savedBaselineConfig<C extends BaselineConfig>(
  method: BaselineMethod<C>,
  value: unknown,
): C {
  return checkBaselineConfig(method, renewFields(method.fields, value));
}

/** The fields that a run may go on with changed: `unasked`, or where the user asks for them by name. */
export function baselineFields(
  { fields }: Pick<BaselineMethod, "fields">,
  mayChange: true | "asked",
): string[] {
  return fieldsWhere(fields, (rule) => rule.mayChange === mayChange);
}
