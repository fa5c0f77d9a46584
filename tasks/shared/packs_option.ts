/**
 * The option `--packs`: where the packed images go.
 *
 * @module
 */
import { checkOutsideData } from "./outside_data.ts";
import { checkWritable } from "./run_folder.ts";

/** Its row in a task's table of options. */
export const packsOption = {
  value: "DIR",
  doc: "where images are packed, once for each data set and size (default runs/packs)",
} as const;

/**
 * Checks the folder, before any work.
 *
 * @param packs what was given
 * @param spec of the data
 * @throws UsageError if it cannot be written, or lies among the pictures
 */
export async function checkPacks(packs: string | undefined, spec: string): Promise<void> {
  if (packs === undefined) return;
  await checkWritable(packs, "--packs");
  await checkOutsideData("--packs", packs, spec);
}
