/**
 * What a run was trained on, held against the data that it is given now.
 *
 * @module
 */
import { sameNames } from "../../lib/data/check_image_set.ts";
import { faceDomains } from "../../lib/data/drawn/face_identity.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import type { PictureChoice } from "../../lib/data/picture_choice.ts";
import { choiceOf, type GivenData } from "./choice_options.ts";
import { checkOutsideData } from "./outside_data.ts";
import { haveChanged, readRunData, type RunData } from "./run_folder.ts";
import { UsageError } from "./usage_error.ts";

/** What a run was trained on; undefined if it does not say and `--data` does. */
export async function knownData(
  folder: string,
  { data }: { readonly data?: string },
): Promise<RunData | undefined> {
  try {
    return await readRunData(folder);
  } catch (error) {
    if (data === undefined) throw error;
  }
}

/**
 * The data that a run is to be trained on, and which of their pictures.
 *
 * @param request what was asked for; on resume the data are the same wherever they lie now
 * @param known what the run, or the one that it begins with, notes
 * @throws UsageError if no data are named, if the run's folder lies in them, or if other pictures are
 *   asked for than the run's
 */
export async function dataOfRun(
  request: GivenData & { readonly folder: string; readonly resume: boolean },
  known?: RunData,
): Promise<{ readonly spec: string; readonly choice: PictureChoice }> {
  const spec = request.data ?? known?.spec;
  if (!spec) throw new UsageError("--data SPEC is required");
  await checkOutsideData("--out", request.folder, spec);
  const told = { ...request, data: request.resume ? known?.spec : request.data };
  return { spec, choice: choiceOf(told, known) };
}

/**
 * Refuses data of other domains than a run's.
 *
 * @throws UsageError that names both
 */
export function checkDomains(
  { domains }: { readonly domains: readonly string[] },
  found: readonly string[],
  spec: string,
): void {
  if (!sameNames(domains, found)) {
    throw new UsageError(
      `--data ${spec} has the domains ${found.join(", ")}, the run ${domains.join(", ")}: ` +
        "resume with the data it was trained on",
    );
  }
}

/**
 * Refuses data of which images that were trained on may now be held out.
 *
 * @param known what the run notes
 * @param data what there is now
 * @param request a dry run has fewer faces than the run
 * @throws UsageError with the remedy
 */
export function checkUnchanged(
  known: RunData,
  data: DataSet,
  { sample }: { readonly sample?: unknown },
): void {
  const fewerFaces = sample && data.identities;
  if (fewerFaces || !haveChanged(known, data, console.log)) return;
  throw new UsageError(
    `--data ${data.spec}: its pictures, or which of them are held out, have changed since the ` +
      "run began (a name or the content of a file is enough): restore them, or start anew with " +
      "another --out",
  );
}

/** As many faces as a step needs: no batch is too large for the 4000 of a real run. */
export function fewFaces(batch: number): { train: number; heldOut: number } {
  const share = Math.ceil(batch / faceDomains.length);
  return { train: Math.max(64, share), heldOut: 4 };
}
