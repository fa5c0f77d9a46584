import { concat, word } from "./make_png.ts";

/** Red, green and blue as X, Y, Z under D50 light. */
export type Primaries = readonly [readonly number[], readonly number[], readonly number[]];

/** Of Adobe RGB (1998) and of Display P3. */
export const ADOBE: Primaries = [
  [0.60974, 0.31111, 0.01947],
  [0.20528, 0.62567, 0.06087],
  [0.14919, 0.06322, 0.74457],
];
export const P3: Primaries = [
  [0.51512, 0.2412, -0.00105],
  [0.29198, 0.69225, 0.04189],
  [0.1571, 0.06657, 0.78407],
];
export const SRGB: Primaries = [
  [0.43607, 0.22249, 0.01392],
  [0.38515, 0.71687, 0.09708],
  [0.14307, 0.06061, 0.7141],
];

const text = (value: string) => new TextEncoder().encode(value);
const fixed = (values: readonly number[]) => values.flatMap((v) => word(Math.round(v * 65536)));
const xyz = (values: readonly number[]) => concat([text("XYZ \0\0\0\0"), fixed(values)]);

/** The curve value^gamma, as version 2 has it. */
export const gammaCurve = (gamma: number): Uint8Array =>
  concat([text("curv\0\0\0\0"), word(1), [gamma, (gamma % 1) * 256 & 255, 0, 0]]);

/** The curve of sRGB as a formula, as version 4 has it. */
export const srgbCurve = (): Uint8Array =>
  concat([
    text("para\0\0\0\0\0\x03\0\0"),
    fixed([2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]),
  ]);

/** The curve of sRGB in samples, as most profiles have it. */
export const sampledSrgbCurve = (): Uint8Array => {
  const samples = Array.from({ length: 1024 }, (_, i) => {
    const v = i / 1023, light = v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const sample = Math.round(light * 65535);
    return [sample >> 8, sample & 255];
  });
  return concat([text("curv\0\0\0\0"), word(1024), samples.flat()]);
};

/**
 * Builds an ICC profile of a monitor, or of grey without primaries.
 *
 * @param version 2 or 4
 * @param curve one of the above, for all channels
 */
export function makeProfile(version: 2 | 4, curve: Uint8Array, primaries?: Primaries): Uint8Array {
  const tags: [string, Uint8Array][] = [["wtpt", xyz([0.9642, 1, 0.8249])]];
  if (primaries) {
    ["r", "g", "b"].forEach((name, i) => {
      tags.push([`${name}XYZ`, xyz(primaries[i])], [`${name}TRC`, curve]);
    });
  } else tags.push(["kTRC", curve]);
  let at = 132 + 12 * tags.length;
  const table = tags.map(([name, data]) => {
    const entry = concat([text(name), word(at), word(data.length)]);
    at += data.length;
    return entry;
  });
  const header = new Uint8Array(128);
  header.set(word(at), 0);
  header.set([version, 0x20], 8);
  header.set(text(`mntr${primaries ? "RGB " : "GRAY"}XYZ `), 12);
  header.set(text("acsp"), 36);
  header.set(fixed([0.9642, 1, 0.8249]), 68);
  return concat([header, word(tags.length), ...table, ...tags.map(([, data]) => data)]);
}
