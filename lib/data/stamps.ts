/**
 * The stamps of a data set's files, kept beside its pack. A file with the same length and time as
 * when it was packed has the same content, so it need not be read again.
 *
 * @module
 */
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import { sha256 } from "./digest.ts";
import type { FileListing } from "./file_listing.ts";
import { type FileStamp, isUnchanged, readContent, settledTime } from "./file_content.ts";

/** Stamps by the files' paths. */
export type Stamps = ReadonlyMap<string, FileStamp>;

/** Files that are read at the same time. */
const AT_ONCE = 4;
const VERSION = 1;

/** What is told while contents are compared. */
export interface CompareOptions {
  /** Told how many of how many files that look changed have been read. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborted to stop. */
  readonly signal?: AbortSignal;
}

/**
 * The stamps of all files of a listing. Known stamps are used where length and time are unchanged.
 * The content of all other files is read.
 *
 * @param listing the files
 * @param known stamps of an earlier time
 * @returns the stamps, and how many files were read for them
 * @throws the signal's reason if it is aborted
 */
export async function stampFiles(
  listing: FileListing,
  known: Stamps,
  { onProgress, signal }: CompareOptions = {},
): Promise<{ stamps: Stamps; read: number }> {
  const stamps = new Map<string, FileStamp>(), changed: string[] = [];
  for (const { path } of listing.files.flat()) {
    const before = known.get(path);
    if (before && isUnchanged(path, before.size, before.time)) stamps.set(path, before);
    else changed.push(path);
  }
  for (let done = 0; done < changed.length;) {
    signal?.throwIfAborted();
    const some = changed.slice(done, done + AT_ONCE);
    const read = await Promise.all(some.map(readContent));
    some.forEach((path, i) => stamps.set(path, read[i].stamp));
    done += some.length;
    if (done % 100 < AT_ONCE || done === changed.length) onProgress?.(done, changed.length);
  }
  return { stamps, read: changed.length };
}

/**
 * A short name for the images that these files and options give. It changes with the name, the
 * content and the split of any file, and stays the same where a folder is copied or touched.
 *
 * @param listing the files
 * @param stamps of all of them
 * @param options whatever else decides the images
 */
export async function fingerprintFiles(
  listing: FileListing,
  stamps: Stamps,
  options: unknown,
): Promise<string> {
  const lines = [JSON.stringify([options, listing.domains])];
  for (const files of listing.files) {
    for (const { path, name, heldOut } of files) {
      lines.push(`${name}\t${stamps.get(path)!.content}${heldOut ? "\theld out" : ""}`);
    }
    lines.push("");
  }
  return `content ${await sha256(lines.join("\n"))}`;
}

/**
 * Whether a fingerprint is of an older version, which used the times of files and cannot be
 * compared.
 */
export function isOldFingerprint(fingerprint: string): boolean {
  return /^[0-9a-f]{64}$/.test(fingerprint);
}

/**
 * Keeps stamps. A file that was written a moment ago is read again next time.
 *
 * @param path where
 * @param root what the files' paths begin with
 * @param stamps by the files' paths
 */
export async function writeStamps(path: string, root: string, stamps: Stamps): Promise<void> {
  const files = Array.from(stamps, ([file, { size, time, content }]) => [
    ...[file.slice(root.length), size, settledTime(time), content],
  ]);
  await atomicWrite(path, JSON.stringify({ version: VERSION, files }));
}

/**
 * Reads what {@linkcode writeStamps} kept.
 *
 * @returns no stamps where there is no such file, or it cannot be read; all contents are then read
 */
export function readStamps(path: string, root: string): Stamps {
  try {
    const { version, files } = JSON.parse(Deno.readTextFileSync(path));
    if (version !== VERSION) return new Map();
    return new Map(
      (files as [string, number, number, string][]).map(([file, size, time, content]) => [
        root + file,
        { size, time, content },
      ]),
    );
  } catch {
    return new Map();
  }
}
