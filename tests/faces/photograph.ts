import type { RgbImage } from "../../lib/images/crop.ts";
import { shrinkPicture } from "../../lib/images/shrink_picture.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { readAsset } from "../../lib/read_asset.ts";
import { FaceFinder } from "../../lib/faces/face_finder.ts";

/**
 * A photograph of four people, 960x769, that the package of the face networks brings along; no
 * photograph of a person lies in this repository.
 */
export async function photograph(): Promise<RgbImage> {
  // The networks' module names the package, and so makes its other files known.
  (await FaceFinder.load())[Symbol.dispose]();
  const photo = { package: "@vladmandic/face-api@1.7.15", path: "demo/sample6.jpg" };
  return shrinkPicture(await decodeImage(await readAsset(photo)), 2);
}

/** A part of a picture. */
export function partOf(image: RgbImage, left: number, top: number, width: number, height: number) {
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * image.width + left) * 3;
    rgb.set(image.rgb.subarray(from, from + width * 3), y * width * 3);
  }
  return { width, height, rgb };
}
