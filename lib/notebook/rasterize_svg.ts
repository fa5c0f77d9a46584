/**
 * SVG to PNG. Figures leave as PNG because that is what every front end and code host shows as it
 * is: notebook viewers clean SVG before they inline it, which drops pictures and blackens clips.
 *
 * @module
 */
import { Resvg } from "@resvg/resvg-wasm";
// The package has no code; importing its description is what makes Deno fetch it.
import font from "dejavu-fonts-ttf/package.json" with { type: "json" };
import { loadResvg } from "../images/load_resvg.ts";
import { readAsset } from "../read_asset.ts";

const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"];

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
 * Renders an SVG at its own size, in DejaVu Sans, in every colour that it has.
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
  const image = picture.render(), png = image.asPng();
  image.free();
  picture.free();
  return new Uint8Array(png);
}
