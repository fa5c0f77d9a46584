/**
 * A built-in 5 x 7 pixel font for captions, so that pictures need no font file.
 *
 * @module
 */
import type { RgbImage } from "./crop.ts";

/** Height of a line of text, in pixels. */
export const TEXT_HEIGHT = 7;
const GLYPH_WIDTH = 5;
/** From one character to the next. */
const ADVANCE = GLYPH_WIDTH + 1;

/** Seven rows of two hex digits each; bit 4 is the leftmost pixel. Small letters use the large. */
const glyphs: Readonly<Record<string, string>> = {
  "A": "0e11111f111111",
  "B": "1e11111e11111e",
  "C": "0e11101010110e",
  "D": "1e11111111111e",
  "E": "1f10101e10101f",
  "F": "1f10101e101010",
  "G": "0e11101711110f",
  "H": "1111111f111111",
  "I": "0e04040404040e",
  "J": "0702020202120c",
  "K": "11121418141211",
  "L": "1010101010101f",
  "M": "111b1515111111",
  "N": "11191513111111",
  "O": "0e11111111110e",
  "P": "1e11111e101010",
  "Q": "0e11111115120d",
  "R": "1e11111e141211",
  "S": "0f10100e01011e",
  "T": "1f040404040404",
  "U": "1111111111110e",
  "V": "11111111110a04",
  "W": "11111115151b11",
  "X": "11110a040a1111",
  "Y": "11110a04040404",
  "Z": "1f01020408101f",
  "0": "0e11131519110e",
  "1": "040c040404040e",
  "2": "0e11010204081f",
  "3": "1e01010e01011e",
  "4": "02060a121f0202",
  "5": "1f101e0101110e",
  "6": "0e10101e11110e",
  "7": "1f010204040404",
  "8": "0e11110e11110e",
  "9": "0e11110f01010e",
  ".": "00000000000c0c",
  ",": "00000000040408",
  ":": "000c0c000c0c00",
  "-": "0000001f000000",
  ">": "08040201020408",
  "(": "02040808080402",
  ")": "08040202020408",
  "/": "01010204081010",
  "=": "00001f001f0000",
  "%": "19190204081313",
  "+": "0004041f040400",
  "_": "0000000000001f",
};

/**
 * Writes text in black; what does not fit in the picture is cut off. Characters without a glyph
 * leave a blank.
 *
 * @param picture changed in place
 * @param text one line
 * @param left of the first character, in pixels
 * @param top of the line, in pixels
 * @param scale side of the font's pixels, in pixels of the picture
 */
export function drawText(
  picture: RgbImage,
  text: string,
  left: number,
  top: number,
  scale = 1,
): void {
  [...text.toUpperCase()].forEach((character, i) => {
    const glyph = glyphs[character];
    if (!glyph) return;
    for (let y = 0; y < TEXT_HEIGHT; y++) {
      const row = parseInt(glyph.slice(2 * y, 2 * y + 2), 16);
      for (let x = 0; x < GLYPH_WIDTH; x++) {
        if ((row >> (GLYPH_WIDTH - 1 - x) & 1) === 0) continue;
        fillSquare(picture, left + (i * ADVANCE + x) * scale, top + y * scale, scale);
      }
    }
  });
}

function fillSquare({ width, height, rgb }: RgbImage, left: number, top: number, side: number) {
  const right = Math.min(left + side, width);
  for (let y = top; y < Math.min(top + side, height); y++) {
    if (left < right) rgb.fill(0, (y * width + left) * 3, (y * width + right) * 3);
  }
}
