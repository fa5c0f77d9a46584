/**
 * Nothing that a task makes goes among the pictures that are trained on: the next start would take
 * it for one of them, and refuse the data as changed.
 *
 * @module
 */
import { folderSpec } from "../../lib/data/data_folder.ts";
import { liesWithin } from "./overwriting.ts";
import { exists, readRunData } from "./run_folder.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Checks that a path lies outside the folder of the data, links and other spellings included.
 *
 * @param option that names the path, such as `--out`
 * @param path what would be written, or a folder that would be written to
 * @param spec of the data
 * @throws UsageError if it lies within
 */
export async function checkOutsideData(option: string, path: string, spec: string): Promise<void> {
  const folder = folderSpec(spec)?.folder;
  if (folder === undefined || !await exists(folder) || !liesWithin(path, folder)) return;
  throw new UsageError(
    `${option} ${path} lies in ${folder}, the folder of the training pictures, which must not ` +
      "change: name a place outside it",
  );
}

/**
 * Checks the same against what a model was trained on, as far as its folder says.
 *
 * @throws UsageError if it lies within
 */
export async function checkOutsideModelData(
  option: string,
  path: string,
  { folder, shipped }: { readonly folder: string; readonly shipped?: unknown },
): Promise<void> {
  if (shipped) return;
  const known = await readRunData(folder).catch(() => undefined);
  if (known) await checkOutsideData(option, path, known.spec);
}
