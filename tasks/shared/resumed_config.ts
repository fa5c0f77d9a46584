/**
 * Which options may be given when a run goes on, whatever its method.
 *
 * @module
 */
import {
  type ConfigOf,
  fieldsApart,
  fieldsWhere,
  type FieldTable,
  linesApart,
} from "../../lib/config/field_table.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Refuses options that change what a run keeps.
 *
 * @param table the fields of the method
 * @param saved the config of the run
 * @param given the same with the options
 * @param allowChanged the fields of `--allow-changed`
 * @throws UsageError that names each of them, with the remedy
 */
export function checkResumed<T extends FieldTable>(
  table: T,
  saved: ConfigOf<T>,
  given: ConfigOf<T>,
  allowChanged: readonly string[],
): void {
  const unasked = fieldsWhere(table, ({ mayChange }) => mayChange === true);
  const fixed = fieldsApart(table, saved, given)
    .filter((key) => !unasked.includes(key) && !allowChanged.includes(key));
  if (!fixed.length) return;
  const asked = fixed.filter((key) => table[key].mayChange === "asked");
  const remedy = asked.length ? `, allow it with --allow-changed ${asked.join(",")}` : "";
  throw new UsageError(
    `--resume keeps the config of the run, but the options differ (` +
      `${linesApart(fixed, saved, given).join("; ")}): leave them out, or train into another ` +
      `folder${remedy}; only ${unasked.join(", ")} may change unasked`,
  );
}

/**
 * Refuses `--allow-changed` where there is nothing to go on with.
 *
 * @throws UsageError with the reason
 */
export function checkAllowChanged(
  { resume, allowChanged }: { readonly resume: boolean; readonly allowChanged?: readonly string[] },
): void {
  if (allowChanged?.length && !resume) {
    throw new UsageError("--allow-changed is for --resume: a new run may have any config");
  }
}
