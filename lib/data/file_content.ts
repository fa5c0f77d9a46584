/**
 * The content of a file, and the stamp by which it is recognised.
 *
 * @module
 */
import { sha256 } from "./digest.ts";

/** A longer file is not even read. */
const MAX_BYTES = 2 ** 29;

/**
 * A stamp of a file: a hash of its content, and its length and time, which change when it is
 * written to.
 */
export interface FileStamp {
  /** Length in bytes; -1 where there is no file. */
  readonly size: number;
  /** When it was last written, in milliseconds since 1970; 0 where that is not known. */
  readonly time: number;
  /** The same wherever the file is copied: its hash, 32 hex digits, or why it has none. */
  readonly content: string;
}

/** A file that was read. */
export interface FileContent {
  /** Its bytes, or one sentence on why there are none. */
  readonly bytes: Uint8Array<ArrayBuffer> | string;
  /** As it was when it was read. */
  readonly stamp: FileStamp;
}

/**
 * Length and time of a file, without reading it.
 *
 * @returns undefined where there is nothing that can be looked at
 */
export function lookAt(
  path: string,
): (Omit<FileStamp, "content"> & { isFile: boolean }) | undefined {
  try {
    const { size, mtime, isFile } = Deno.statSync(path);
    return { size, time: mtime?.getTime() ?? 0, isFile };
  } catch {
    return undefined;
  }
}

/** A file that was written so few milliseconds ago may be written again without a new time. */
const UNSETTLED = 2000;

/** The time by which a file can be recognised later; null where it was written a moment ago. */
export const settledTime = (time: number): number | null =>
  time < Date.now() - UNSETTLED ? time : null;

/** Whether a file has the length and the time that it had; it need not be read again then. */
export function isUnchanged(path: string, size: number, time: number | null): boolean {
  const now = lookAt(path);
  return now?.size === size && now.time === time;
}

/**
 * Reads a file. Nothing wrong with it makes this throw.
 *
 * @param path of the file
 */
export async function readContent(path: string): Promise<FileContent> {
  // The time is taken before the file is read, so that a later write shows as a change.
  const seen = lookAt(path), { size, time } = seen ?? { size: -1, time: 0 };
  const none = (bytes: string, content: string) => ({ bytes, stamp: { size, time, content } });
  if (seen && !seen.isFile) return none("Not a file", "no file");
  if (size > MAX_BYTES) return none("The file is longer than 512 MiB", `${size} bytes`);
  try {
    const bytes = await Deno.readFile(path);
    return { bytes, stamp: { size, time, content: await hashOf(bytes) } };
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    if (error instanceof Deno.errors.NotFound) return none("There is no such file", "missing");
    return none(error instanceof Error ? error.message : String(error), "unreadable");
  }
}

/** Half of the SHA-256: no two pictures of any data set have it in common. */
async function hashOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return (await sha256(bytes)).slice(0, 32);
}
