/**
 * Decodes the files of a listing into a pack: cropped, resized, split.
 *
 * @module
 */
import { DecodePool } from "./decode_pool.ts";
import type { FileListing, SourceFile } from "./file_listing.ts";
import type { Skipped } from "./image_set.ts";
import type { FileStamp } from "./file_content.ts";
import type { PackSink } from "./pack.ts";
import { packingOrder } from "./packing_order.ts";
import type { PictureCrop } from "./picture_choice.ts";
import type { Stamps } from "./stamps.ts";

/** Options of packing files. */
export interface PackFilesOptions {
  /** Side of the images, in pixels. */
  readonly size: number;
  /** Which square of each picture; the largest centred one if left out. */
  readonly crop?: PictureCrop;
  /** Share of each domain that is held out; at least one image is, and at least one is not. */
  readonly heldOut: number;
  /** Which files are held out follows from it and their names. */
  readonly seed: number;
  /** Told how many of how many files are done, now and then. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborted to stop. */
  readonly signal?: AbortSignal;
  /** Told how many files an interrupted run has decoded, where it is gone on with. */
  readonly onResumed?: (done: number) => void;
  /** Told why files are decoded one at a time, if threads cannot start. */
  readonly onAlone?: (reason: string) => void;
}

/**
 * Decodes every file, notes those that cannot be used, and splits each domain: as the files say, or
 * by chance. The split does not depend on the order of the files, nor on those of other domains.
 *
 * @param listing the files
 * @param options size and split
 * @param sink takes the images
 * @returns the files' stamps, as they were when they were decoded
 * @throws RangeError if a domain has fewer than two good images; the signal's reason if it is aborted
 */
export async function packFiles(
  listing: FileListing,
  { size, crop, heldOut, seed, onProgress, signal, onResumed, onAlone }: PackFilesOptions,
  sink: PackSink,
): Promise<Stamps> {
  for (const { file, reason } of listing.skipped) sink.skip(file, reason);
  const total = listing.files.reduce((sum, files) => sum + files.length, 0);
  const stamps = new Map<string, FileStamp>();
  using pool = new DecodePool();
  const alone = await pool.alone;
  if (alone) onAlone?.(alone);
  let done = 0;
  for (const [c, files] of listing.files.entries()) {
    const ordered = packingOrder(files, seed), named = splitIsNamed(files);
    const bad: Skipped[] = [], splitOf = (heldOut?: boolean) => heldOut ? "heldOut" : "train";
    let good = 0, next = 0;
    const finished = (file: string, stamp: FileStamp, reason?: string) => {
      stamps.set(file, stamp);
      if (reason === undefined) good++;
      else {
        bad.push({ file, reason });
        sink.skip(file, reason);
      }
      next++;
      if (++done % 50 === 0 || done === total) onProgress?.(done, total);
    };
    while (next < ordered.length) {
      const { path, heldOut } = ordered[next], before = sink.begun?.found(path);
      if (!before) break;
      if (before.reason === undefined) sink.begun!.keep(splitOf(heldOut), c);
      finished(path, before.stamp, before.reason);
    }
    if (next > 0) onResumed?.(done);
    const paths = ordered.slice(next).map(({ path }) => path);
    for await (const { picture, stamp } of pool.decode(paths, { size, crop })) {
      signal?.throwIfAborted();
      const { path, heldOut } = ordered[next];
      const reason = typeof picture === "string" ? picture : undefined;
      if (typeof picture !== "string") sink.add(splitOf(heldOut), c, picture);
      sink.begun?.note(path, { stamp, reason });
      finished(path, stamp, reason);
    }
    if (good < 2) throw new RangeError(tooFew(listing, c, good, bad));
    // The share is one of the good pictures, not of the files.
    if (!named) sink.holdOut(c, Math.max(1, Math.min(good - 1, Math.round(heldOut * good))));
  }
  return stamps;
}

/** Whether the data set names its held-out files. */
const splitIsNamed = (files: readonly SourceFile[]) =>
  files.some(({ heldOut }) => heldOut !== undefined);

function tooFew(listing: FileListing, c: number, good: number, bad: readonly Skipped[]): string {
  const why = bad.slice(0, 3).map(({ file, reason }) => `; ${file}: ${reason}`).join("");
  return `Domain ${listing.domains[c]} of ${listing.root} has ${good} usable pictures of ` +
    `${listing.files[c].length} files; add pictures, at least one to train on and one to hold ` +
    `out${why}`;
}
