/**
 * Whether a notebook shows the pictures that it should.
 *
 * @module
 */
import type { RgbImage } from "../../lib/images/crop.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { type Cell, joined, type Notebook } from "./notebook_file.ts";
import { isHidden } from "./private_cells.ts";

/** Spread of byte values below which the middle of a picture counts as blank. */
const BLANK = 2;

/** The PNG files in a cell's outputs: outputs of their own, and those inside HTML. */
export function picturesOf({ outputs = [] }: Cell): Uint8Array[] {
  return outputs.flatMap(({ data = {} }) => {
    const own = joined(data["image/png"]);
    const inside = joined(data["text/html"]).matchAll(/data:image\/png;base64,([\w+/=]+)/g);
    return [...own ? [own] : [], ...Array.from(inside, ([, base64]) => base64)];
  }).map((base64) => Uint8Array.fromBase64(base64));
}

/** Whether nothing is drawn in the middle of a picture; its rim may hold title and caption. */
export function isBlank({ width, height, rgb }: RgbImage): boolean {
  let count = 0, sum = 0, squares = 0;
  for (let y = Math.floor(height / 4); y < height * 3 / 4; y++) {
    for (let x = Math.floor(width / 4); x < width * 3 / 4; x++, count++) {
      const green = rgb[(y * width + x) * 3 + 1];
      sum += green;
      squares += green * green;
    }
  }
  return squares / count - (sum / count) ** 2 < BLANK ** 2;
}

/**
 * What is missing from a notebook's outputs. A code cell with the tag `picture` must show at least
 * one picture, unless it is private and its outputs were taken away; no picture may be blank.
 *
 * @param notebook with outputs
 * @returns a sentence for each fault
 */
export async function pictureFaults({ cells }: Notebook): Promise<string[]> {
  const faults: string[] = [];
  for (const [i, cell] of cells.entries()) {
    const pictures = picturesOf(cell);
    const isExpected = cell.metadata.tags?.includes("picture") && !isHidden(cell);
    if (isExpected && pictures.length === 0) {
      faults.push(`cell ${i + 1} shows no picture`);
    }
    for (const png of pictures) {
      if (isBlank(await decodeImage(png))) faults.push(`cell ${i + 1} shows a blank picture`);
    }
  }
  return faults;
}
