/**
 * Writing a file so that a reader, or a crash, sees the old one or the new one, never a half.
 *
 * @module
 */

/**
 * Writes beside the file, forces it to disk, then renames over it.
 *
 * @param path where the file shall be
 * @param bytes its content
 * @throws the system's error if the folder cannot be written or the disk is full; the old file stays
 */
export async function atomicWrite(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.part`;
  const data = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  try {
    using file = await Deno.open(temporary, { write: true, create: true, truncate: true });
    for (let done = 0; done < data.length;) done += await file.write(data.subarray(done));
    await file.sync();
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  await Deno.rename(temporary, path);
}
