/**
 * Draws facesjs faces as pixels, a hundred times faster than one SVG at a time. There are few
 * different parts of a face, so each is rendered once, kept, and laid over the others.
 *
 * @module
 */
import { faceToSvgString } from "facesjs";
import { Resvg } from "@resvg/resvg-wasm";
import { loadResvg } from "../../images/load_resvg.ts";
import type { Face } from "./face_identity.ts";

/** The square of facesjs' 400 x 600 canvas that is shown: the face, without the jersey. */
const VIEW_BOX = "10 108 380 380";
/**
 * Parts are rendered this many times too large and averaged, so that thin lines keep their weight.
 */
const OVERSAMPLING = 4;

/** A face without any part; the parts of one layer are filled in. */
const nobody: Face = {
  fatness: 0,
  teamColors: ["", "", ""],
  hairBg: { id: "none" },
  body: { id: "none", color: "", size: 1 },
  jersey: { id: "none" },
  ear: { id: "none", size: 1 },
  head: { id: "none", shave: "" },
  eyeLine: { id: "none" },
  smileLine: { id: "none", size: 1 },
  miscLine: { id: "none" },
  facialHair: { id: "none" },
  eye: { id: "none", angle: 0 },
  eyebrow: { id: "none", angle: 0 },
  hair: { id: "none", color: "", flip: false },
  mouth: { id: "none", flip: false },
  nose: { id: "none", flip: false, size: 1 },
  glasses: { id: "none" },
  accessories: { id: "none" },
};

/** The layers of a face from the back, each with only what its look depends on. */
function layersOf(face: Face): Face[] {
  const { fatness, teamColors, accessories } = face;
  const color = { id: "none", color: face.hair.color, flip: false };
  const skin = { id: "none", color: face.body.color, size: 1 };
  return [
    { ...nobody, fatness, hair: color, hairBg: face.hairBg },
    { ...nobody, fatness, body: face.body, ear: face.ear, head: face.head },
    { ...nobody, smileLine: face.smileLine },
    { ...nobody, body: skin, eyeLine: face.eyeLine, miscLine: face.miscLine },
    { ...nobody, fatness, hair: color, facialHair: face.facialHair },
    { ...nobody, body: skin, eye: face.eye },
    { ...nobody, hair: color, eyebrow: face.eyebrow },
    { ...nobody, mouth: face.mouth },
    { ...nobody, body: skin, nose: face.nose },
    // facesjs flattens hair under a hat, so these two belong together.
    { ...nobody, fatness, teamColors, hair: { ...face.hair }, accessories },
    { ...nobody, fatness, teamColors, glasses: face.glasses },
  ];
}

/** Renders faces at one size. Made by {@linkcode createFaceRenderer}. */
export interface FaceRenderer {
  /**
   * Draws a face.
   *
   * @param face what to draw
   * @param background colour behind it, "#rrggbb"
   * @param target size * size * 3 bytes of it are overwritten with RGB
   * @param offset where in target
   */
  draw(face: Face, background: string, target: Uint8Array, offset?: number): void;
}

/**
 * Prepares to draw faces.
 *
 * @param size side of the pictures in pixels
 */
export async function createFaceRenderer(size: number): Promise<FaceRenderer> {
  await loadResvg();
  const parts = new Map<string, Float32Array>();
  const partOf = (layer: Face) => {
    const key = JSON.stringify(layer);
    let part = parts.get(key);
    if (!part) parts.set(key, part = renderLayer(layer, size));
    return part;
  };
  return {
    draw(face, background, target, offset = 0) {
      const rgb = parseColor(background);
      const picture = new Float32Array(size * size * 3);
      for (let i = 0; i < picture.length; i += 3) picture.set(rgb, i);
      for (const layer of layersOf(face)) layOver(picture, partOf(layer));
      for (let i = 0; i < picture.length; i++) target[offset + i] = Math.round(picture[i]);
    },
  };
}

/** One layer as premultiplied RGBA of 0 to 255, alpha 0 to 1; [size, size, 4]. */
function renderLayer(layer: Face, size: number): Float32Array {
  const svg = faceToSvgString(layer).replace('viewBox="0 0 400 600"', `viewBox="${VIEW_BOX}"`);
  const large = size * OVERSAMPLING;
  const resvg = new Resvg(svg, { fitTo: { mode: "width", value: large } });
  const image = resvg.render();
  const part = boxDown(image.pixels, large, OVERSAMPLING);
  image.free();
  resvg.free();
  return part;
}

/** The mean of each square of `factor` x `factor` pixels; alpha divided by 255. */
function boxDown(pixels: Uint8Array, side: number, factor: number): Float32Array {
  const size = side / factor;
  const out = new Float32Array(size * size * 4);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const from = (y * side + x) * 4;
      const to = (Math.floor(y / factor) * size + Math.floor(x / factor)) * 4;
      for (let k = 0; k < 4; k++) out[to + k] += pixels[from + k];
    }
  }
  const area = factor * factor;
  return out.map((value, i) => value / (i % 4 === 3 ? area * 255 : area));
}

/** picture = part + (1 - alpha) picture. */
function layOver(picture: Float32Array, part: Float32Array): void {
  for (let i = 0, j = 0; i < picture.length; i += 3, j += 4) {
    const alpha = part[j + 3];
    if (alpha === 0) continue;
    picture[i] = part[j] + (1 - alpha) * picture[i];
    picture[i + 1] = part[j + 1] + (1 - alpha) * picture[i + 1];
    picture[i + 2] = part[j + 2] + (1 - alpha) * picture[i + 2];
  }
}

function parseColor(hex: string): [number, number, number] {
  const value = parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
