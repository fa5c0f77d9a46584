/**
 * Writing a file so that a reader, or a crash, sees the old one or the new one, never a half.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { fitFileName } from "./fit_file_name.ts";

/**
 * Writes beside the file, forces it to disk, then renames over it: a link that is there is replaced,
 * what it leads to stays as it was.
 *
 * @param path where the file shall be
 * @param bytes its content
 * @throws the system's error if the folder cannot be written or the disk is full; the old file stays
 */
export async function atomicWrite(path: string, bytes: Uint8Array | string): Promise<void> {
  // Hidden, so that it is nobody's picture; the same name every time, so that a crash leaves one.
  const temporary = join(dirname(path), fitFileName(`.${basename(path)}`, ".part"));
  const data = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  try {
    await removeIfThere(temporary);
    await writeNew(temporary, data);
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
  await file.sync();
}

/** A link must not be written through. */
async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
