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
 * Reads, decodes, crops and resizes a file. It never throws: what is wrong with a file must not
 * end the work on the others.
 *
 * @param path of the file
 * @param size side of the image, in pixels
 * @returns size * size * 3 bytes, or one sentence on why there is no image
 */
export async function readPicture(path: string, size: number): Promise<Uint8Array | string> {
  try {
    const { size: length, isFile } = Deno.statSync(path);
    if (!isFile) return "Not a file";
    if (length > MAX_BYTES) return "The file is longer than 512 MiB";
    return cropToSquare(await decodeImage(Deno.readFileSync(path)), size);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "There is no such file";
    return error instanceof Error ? error.message : String(error);
  }
}
