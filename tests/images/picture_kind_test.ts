import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { kindOfPicture, PICTURE_ENDING, PICTURE_FORMATS } from "../../lib/images/picture_kind.ts";
import { makeBmp } from "./make_bmp.ts";
import { makePng } from "./make_png.ts";
import { fixture } from "./reference.ts";

Deno.test("every kind that is decoded is known by its first bytes", () => {
  const png = makePng({ width: 1, height: 1, colorType: 2, bitDepth: 8 }, [[1, 2, 3]]);
  const bmp = makeBmp({ width: 1, height: 1, bitsPerPixel: 24 }, [[1, 2, 3, 0]]);
  const files: [string, Uint8Array][] = [
    ["PNG", png],
    ["BMP", bmp],
    ["JPEG", fixture("rgb.jpg")],
    ["GIF", fixture("animated.gif")],
    ["WebP", fixture("odd/lossless.webp")],
    ["AVIF", fixture("odd/sideways.avif")],
    ["HEIC", fixture("odd/sideways.heic")],
    ["TIFF", fixture("big_endian.tif")],
    ["TIFF", fixture("odd/big_tiled16.tif")],
  ];
  for (const [kind, bytes] of files) assertEquals(kindOfPicture(bytes), kind);
});

Deno.test("what is no picture that is decoded is called by its name", async () => {
  const tiff = (...entries: number[][]) => {
    const view = new DataView(new ArrayBuffer(10 + 12 * entries.length));
    [0x49492a00, 0x08000000].forEach((v, i) => view.setUint32(4 * i, v));
    view.setUint16(8, entries.length, true);
    entries.forEach(([tag, value], i) => {
      view.setUint16(10 + 12 * i, tag, true);
      view.setUint16(12 + 12 * i, 4, true);
      view.setUint32(14 + 12 * i, 1, true);
      view.setUint32(18 + 12 * i, value, true);
    });
    return new Uint8Array(view.buffer);
  };
  const box = (brand: string) => `\0\0\0\x14ftyp${brand}\0\0\0\0${brand}`;
  const files: [name: string, file: string | Uint8Array][] = [
    ["an SVG drawing", '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["an SVG drawing", "\xef\xbb\xbf <svg/>"],
    ["a JPEG XL picture", "\xff\x0a\xfa\x7f"],
    ["a JPEG XL picture", "\0\0\0\x0cJXL \r\n\x87\n"],
    ["a JPEG 2000 picture", "\0\0\0\x0cjP  \r\n\x87\n"],
    ["a JPEG-LS picture", "\xff\xd8\xff\xf7\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0"],
    ["a PDF", "%PDF-1.7\n"],
    ["a PostScript drawing", "%!PS-Adobe-3.0"],
    ["a Photoshop file", "8BPS\0\x01"],
    ["a raw camera picture (CR2, DNG or the like)", "II*\0\x10\0\0\0CR\x02\0"],
    ["a raw camera picture (CR2, DNG or the like)", tiff([50706, 1])],
    ["a raw camera picture (CR2, DNG or the like)", tiff([254, 1], [271, 9], [330, 9])],
    ["a raw camera picture (CR3)", box("crx ")],
    ["a raw camera picture (RAF)", "FUJIFILMCCD-RAW 0201"],
    ["an icon", "\0\0\x01\0\x01\0\x10\x10\0\0\x01\0"],
    ["a TGA picture", "\0\0\x02\0\0\0\0\0\0\0\0\0\x10\0\x10\0\x18\0"],
    ["a PNM picture", "P6\n1 1\n255\n"],
    ["a video", box("isom")],
    ["a video", "\x1a\x45\xdf\xa3\x01"],
    ["an archive", "PK\x03\x04"],
    ["a web page", "<!DOCTYPE html><html>"],
  ];
  for (const [name, file] of files) {
    const bytes = typeof file === "string" ? Uint8Array.from(file, (c) => c.charCodeAt(0)) : file;
    const { message } = await assertRejects(() => decodeImage(bytes), Error);
    assertEquals(message, `This is ${name}, which is not supported: give ${PICTURE_FORMATS}`);
  }
});

Deno.test("an empty file and one without any mark are refused", () => {
  assertThrows(() => kindOfPicture(new Uint8Array()), Error, "The file is empty");
  for (const bytes of [Uint8Array.of(1, 2, 3), new TextEncoder().encode("hello")]) {
    assertThrows(() => kindOfPicture(bytes), Error, `Not a ${PICTURE_FORMATS} file`);
  }
});

Deno.test("pictures are known by their endings, too", () => {
  for (const name of ["a.JPG", "b.webp", "c.heic", "d.avif", "e.bmp", "f.tiff", "g.jfif"]) {
    assertEquals(PICTURE_ENDING.test(name), true);
  }
  for (const name of ["a.mp4", "b.svg", "png"]) assertEquals(PICTURE_ENDING.test(name), false);
});
