/**
 * One picture file as a training image.
 *
 * @module
 */
import { decodeImage } from "../images/decode_image.ts";
import { type FileStamp, readContent } from "./file_content.ts";
import { cropPicture, type PictureCrop } from "./picture_choice.ts";

/** What a picture is made into. */
export interface PictureShape {
  /** Side of the image, in pixels. */
  readonly size: number;
  /** Which square of the picture; the largest centred one if left out. */
  readonly crop?: PictureCrop;
}

/** A file that was read and decoded. */
export interface DecodedFile {
  /** size * size * 3 bytes, or one sentence on why there is no image. */
  readonly picture: Uint8Array | string;
  /** The stamp by which the file is recognised. */
  readonly stamp: FileStamp;
}

/**
 * Reads, decodes, crops and resizes a file. A bad file does not make it throw, since it must not
 * end the work on the others.
 *
 * @param path of the file
 * @param size side of the image, in pixels
 * @param crop which square of the picture; the largest centred one if left out
 * @returns size * size * 3 bytes, or one sentence on why there is no image
 * @throws Deno.errors.NotCapable if the process lacks a permission that decoding needs
 */
export async function readPicture(
  path: string,
  size: number,
  crop?: PictureCrop,
): Promise<Uint8Array | string> {
  return (await decodeFile(path, { size, crop })).picture;
}

/** As {@linkcode readPicture}, with the stamp of the very bytes that were decoded. */
export async function decodeFile(
  path: string,
  { size, crop }: PictureShape,
): Promise<DecodedFile> {
  const { bytes, stamp } = await readContent(path);
  if (typeof bytes === "string") return { picture: bytes, stamp };
  try {
    return { picture: cropPicture(await decodeImage(bytes), size, crop), stamp };
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    return { picture: error instanceof Error ? error.message : String(error), stamp };
  }
}
