/**
 * A photograph at its full size.
 *
 * @module
 */
import { readContent } from "../../lib/data/file_content.ts";
import type { RgbImage } from "../../lib/images/crop.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";

/**
 * Reads and decodes a photograph.
 *
 * @param path of the file
 * @returns the photograph, or one sentence on why it cannot be used
 * @throws Deno.errors.NotCapable if the process lacks a permission that decoding needs
 */
export async function readPhoto(path: string): Promise<RgbImage | string> {
  const { bytes } = await readContent(path);
  if (typeof bytes === "string") return bytes;
  try {
    return await decodeImage(bytes);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return (error as Error).message;
  }
}
