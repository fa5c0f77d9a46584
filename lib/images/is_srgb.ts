/**
 * Colour profiles that change nothing, since they are those of sRGB.
 *
 * @module
 */
import { readToneCurve } from "./icc_curve.ts";

/** Red, green and blue of sRGB, as X, Y, Z under D50 light. Source: IEC 61966-2-1, adapted. */
export const SRGB_PRIMARIES = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
} as const;

/**
 * Profiles of one colour space differ by less than this: in their primaries, and in the bytes that
 * their curves give.
 */
const PRIMARY_TOLERANCE = 0.001, CURVE_TOLERANCE = 1;

/**
 * Whether an ICC profile is one of sRGB, whoever made it. A picture with it needs no conversion.
 *
 * @param profile the profile
 * @returns false also for one that is damaged
 */
export function isSrgb(profile: Uint8Array): boolean {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  try {
    if (view.getUint32(16) !== word("RGB ")) return false;
    const tags = new Map<number, number>();
    for (let i = 0, at = 132; i < view.getUint32(128); i++, at += 12) {
      tags.set(view.getUint32(at), view.getUint32(at + 4));
    }
    if (tags.has(word("A2B0"))) return false; // a table is what counts then
    return hasPrimaries(view, tags) && hasCurves(view, tags);
  } catch (error) {
    if (error instanceof RangeError) return false; // it points beyond its end
    throw error;
  }
}

type Tags = ReadonlyMap<number, number>;

function hasPrimaries(view: DataView, tags: Tags): boolean {
  return Object.entries(SRGB_PRIMARIES).every(([name, xyz]) => {
    const at = tags.get(word(name));
    return at !== undefined &&
      xyz.every((v, i) => Math.abs(view.getInt32(at + 8 + 4 * i) / 65536 - v) < PRIMARY_TOLERANCE);
  });
}

function hasCurves(view: DataView, tags: Tags): boolean {
  return ["rTRC", "gTRC", "bTRC"].every((name) => {
    const at = tags.get(word(name)), curve = at === undefined ? undefined : readToneCurve(view, at);
    if (!curve) return false;
    for (let byte = 0; byte < 256; byte++) {
      const shown = 255 * srgbOfLight(curve(byte / 255));
      if (!(Math.abs(shown - byte) <= CURVE_TOLERANCE)) return false;
    }
    return true;
  });
}

/** The curve of sRGB, from light to the stored value. */
const srgbOfLight = (light: number) =>
  light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;

/** Four characters as a number. */
const word = (text: string) => [...text].reduce((sum, c) => sum * 256 + c.charCodeAt(0), 0);
