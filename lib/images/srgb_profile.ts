/**
 * The ICC profile of sRGB, to convert pictures to.
 *
 * @module
 */
import { SRGB_PRIMARIES } from "./is_srgb.ts";

/** White under D50 light. */
const WHITE = [0.9642, 1, 0.8249];

/**
 * Builds the smallest profile of sRGB: version 4, three primaries and one curve.
 *
 * Source: ICC.1:2022; IEC 61966-2-1.
 */
export function makeSrgbProfile(): Uint8Array {
  const curve = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045];
  const values: [names: string[], data: number[]][] = [
    [["desc", "cprt"], unicode("sRGB")],
    [["wtpt"], xyz(WHITE)],
    ...Object.entries(SRGB_PRIMARIES).map((
      [name, primary],
    ): [string[], number[]] => [[name], xyz(primary)]),
    [["rTRC", "gTRC", "bTRC"], [...text("para"), 0, 0, 0, 0, 0, 3, 0, 0, ...fixed(curve)]],
  ];
  const count = values.flatMap(([names]) => names).length;
  const entries: number[] = [], body: number[] = [];
  for (const [names, data] of values) {
    const place = word(132 + 12 * count + body.length);
    for (const name of names) entries.push(...text(name), ...place, ...word(data.length));
    body.push(...data);
  }
  const header = new Uint8Array(128);
  header.set(word(132 + entries.length + body.length), 0);
  header.set([4, 0x40], 8);
  header.set(text("mntrRGB XYZ "), 12);
  header.set([0x07, 0xe8, 0, 1, 0, 1], 24); // 1 January 2024
  header.set(text("acsp"), 36);
  header.set(fixed(WHITE), 68);
  return Uint8Array.from([...header, ...word(count), ...entries, ...body]);
}

const text = (value: string) => [...value].map((c) => c.charCodeAt(0));
const word = (
  value: number,
) => [value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255];
const fixed = (values: readonly number[]) =>
  values.flatMap((value) => word(Math.round(value * 65536)));
const xyz = (values: readonly number[]) => [...text("XYZ "), 0, 0, 0, 0, ...fixed(values)];
const unicode = (value: string) => [
  ...[...text("mluc"), 0, 0, 0, 0, ...word(1), ...word(12), ...text("enUS")],
  ...[...word(2 * value.length), ...word(28), ...text(value).flatMap((code) => [0, code])],
];
