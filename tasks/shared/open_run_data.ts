/**
 * Opening the data of a run, and saying what was found.
 *
 * @module
 */
import type { Config } from "../../lib/config.ts";
import { folderSpec } from "../../lib/data/data_folder.ts";
import type { DataSet, Skipped } from "../../lib/data/image_set.ts";
import { openData } from "../../lib/data/open_data.ts";
import type { PictureChoice } from "../../lib/data/picture_choice.ts";
import { choiceText } from "./choice_options.ts";
import { interruptible } from "./interruptible.ts";
import { checkPacks } from "./packs_option.ts";
import { inRuns } from "./places.ts";
import { startProgress } from "./progress.ts";
import { preparing } from "./usage_error.ts";

/** Where images are packed, once for every data set, size and seed. */
export const packsFolder = (): string => inRuns("packs");
/** Skipped files that are listed on the screen; data.json has them all. */
const LISTED = 20;

/** What decides which images are read, and how messages are printed. */
export interface RunDataOptions {
  /** As `--data` takes it. */
  readonly spec: string;
  /** Which of its pictures, and which part of each; all of them, and the middle, if left out. */
  readonly choice?: PictureChoice;
  /** Size and split; for training the batch too, which a domain may be too small for. */
  readonly config: Pick<Config, "size" | "heldOut" | "seed"> & Partial<Pick<Config, "batch">>;
  /** Where messages go. */
  readonly print: (line: string) => void;
  /** `--packs`, where it was given. */
  readonly packs?: string;
  /** Where to pack all the same; for runs that shall leave nothing behind. */
  readonly packDir?: string;
  /** Number of faces, for runs that need only a few. */
  readonly faces?: { readonly train: number; readonly heldOut: number };
}

/**
 * Opens a data set, with a progress bar while it is packed.
 *
 * @throws UsageError if it cannot be trained on
 */
export async function openRunData(options: RunDataOptions): Promise<DataSet> {
  const { spec, choice, config, print, packs, faces } = options;
  const packDir = options.packDir ?? packs ?? packsFolder();
  await checkPacks(packs, spec);
  const { size, heldOut, seed, batch } = config;
  let bar: ReturnType<typeof startProgress> | undefined;
  const shown = (label: string) => (done: number, total: number) => {
    bar ??= startProgress({ label, total, print });
    bar.update(done);
    if (done < total) return;
    bar.stop();
    bar = undefined;
  };
  const onProgress = shown("Packing images"), onCompare = shown("Reading files that look changed");
  const where = { ...choice, packDir, faces, onProgress, onCompare };
  // Of files it stays; faces that are drawn take no longer to draw again.
  const left = folderSpec(spec)
    ? "the same command goes on with it"
    : "nothing is left of it, start again";
  const data = await interruptible(
    `Interrupted while the images were packed: ${left}`,
    (signal) =>
      preparing(() => openData(spec, { size, heldOut, seed, batch }, { ...where, signal })),
  ).finally(() => bar?.stop());
  const found = data.train.domains.map((domain, c) =>
    `${domain} ${data.train.counts[c]} + ${data.heldOut.counts[c]} held out`
  );
  const chosen = choiceText(choice);
  print(`Data: ${spec} (${found.join(", ")}), ${size}x${size}${chosen && `, ${chosen}`}`);
  data.notes?.forEach((note) => print(note));
  listSkipped(data.skipped, print);
  return data;
}

/** Lists files that could not be used. */
export function listSkipped(skipped: readonly Skipped[], print: (line: string) => void): void {
  if (!skipped.length) return;
  print(`Skipped ${skipped.length} file${skipped.length === 1 ? "" : "s"}:`);
  for (const { file, reason } of skipped.slice(0, LISTED)) print(`  ${file}: ${reason}`);
  if (skipped.length > LISTED) print(`  and ${skipped.length - LISTED} more`);
}

/** Frees the files behind a data set. */
export function closeData(data: DataSet): void {
  data.train.close();
  data.heldOut.close();
}
