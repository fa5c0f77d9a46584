/**
 * One picture file as a training image.
 *
 * @module
 */
import { cropToSquare } from "../images/crop.ts";
import { decodeImage } from "../images/decode_image.ts";

/** A longer file is not even read. */
const MAX_BYTES = 2 ** 29;

/**
 * Reads, decodes, crops and resizes a file. Nothing wrong with the file makes it throw: one bad
 * file must not end the work on the others.
 *
 * @param path of the file
 * @param size side of the image, in pixels
 * @returns size * size * 3 bytes, or one sentence on why there is no image
 * @throws Deno.errors.NotCapable if the process lacks a permission that decoding needs
 */
export async function readPicture(path: string, size: number): Promise<Uint8Array | string> {
  const bytes = readBytes(path);
  if (typeof bytes === "string") return bytes;
  try {
    return cropToSquare(await decodeImage(bytes), size);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return error instanceof Error ? error.message : String(error);
  }
}

function readBytes(path: string): Uint8Array | string {
  try {
    const { size, isFile } = Deno.statSync(path);
    if (!isFile) return "Not a file";
    return size > MAX_BYTES ? "The file is longer than 512 MiB" : Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "There is no such file";
    return error instanceof Error ? error.message : String(error);
  }
}
