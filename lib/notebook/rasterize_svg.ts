/**
 * SVG to PNG. Figures leave as PNG because that is what every front end and code host shows as it
 * is: notebook viewers clean SVG before they inline it, which drops pictures and blackens clips.
 *
 * @module
 */
import { Resvg } from "@resvg/resvg-wasm";
import UPNG from "upng-js";
// The package has no code; importing its description is what makes Deno fetch it.
import font from "dejavu-fonts-ttf/package.json" with { type: "json" };
import { loadResvg } from "../images/load_resvg.ts";
import { readAsset } from "../read_asset.ts";

const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];

/** Colours in the palette of a PNG: the eye misses nothing, and the file is a third as large. */
const COLORS = 256;
/** What upng-js takes for "keep every colour". */
const EXACT = 0;

let fonts: Promise<Uint8Array[]> | undefined;

/** Reads the typeface once; an SVG names no font that could be missing. */
function loadFonts(): Promise<Uint8Array[]> {
  const { name, version } = font;
  fonts ??= Promise.all(
    FONT_FILES.map((file) => readAsset({ package: `${name}@${version}`, path: `ttf/${file}` })),
  );
  return fonts;
}

/**
 * Renders an SVG at its own size, in DejaVu Sans; of more than 256 colours the nearest 256 are kept.
 *
 * @param svg a whole document with width, height and xmlns
 * @returns the bytes of a PNG file
 * @throws Error with resvg's message if it is not SVG
 */
export async function rasterizeSvg(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  await loadResvg();
  const picture = new Resvg(svg, {
    font: { fontBuffers: await loadFonts(), defaultFontFamily: "DejaVu Sans" },
  });
  const image = picture.render();
  const { width, height } = image, pixels = new Uint8Array(image.pixels).buffer;
  const few = new Set(new Uint32Array(pixels)).size <= COLORS;
  const png = UPNG.encode([pixels], width, height, few ? EXACT : COLORS);
  image.free();
  picture.free();
  return new Uint8Array(png);
}
