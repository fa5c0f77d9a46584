/** People of plain squares, and a reader that reads them off their pixels: no photograph, no network. */
import type { DataSet, ImageSet, PictureFacts } from "../../../lib/data/image_set.ts";
import type { FaceReading } from "../../../lib/faces/face_reader.ts";
import type { RgbImage } from "../../../lib/images/crop.ts";
import type { PortraitReader } from "../../../lib/evaluation/portraits/read_portraits.ts";
import { makeFace } from "../../faces/made_face.ts";

/** Side of the pictures. */
export const SIZE = 32;
/** Level of red of a picture that shows nobody. */
export const NOBODY = 7;

/** Green and blue of the right half, by domain: women's edges are stronger. */
const RIGHT = [128, 250, 190];

/** What a picture of made person `index` in domain `c` is painted with, in bytes. */
export const levelsOf = (c: number, index: number): [red: number, green: number, blue: number] => [
  c ? 200 : 60,
  20 + index * 37 % 200,
  20 + index * 61 % 190,
];

/**
 * Pictures with a vertical edge, their left half in the levels of {@linkcode levelsOf}. Those whose index
 * is in `empty` show nobody.
 */
export function madePeople(
  count: number,
  empty: readonly number[] = [],
  domains: readonly string[] = ["man", "woman"],
): ImageSet {
  return {
    size: SIZE,
    domains,
    counts: domains.map(() => count),
    read(c, index, target, offset = 0) {
      const levels = levelsOf(c, index);
      if (empty.includes(index)) levels[0] = NOBODY;
      for (let i = 0; i < SIZE * SIZE; i++) {
        const right = i % SIZE >= SIZE / 2;
        for (let k = 0; k < 3; k++) target[offset + 3 * i + k] = right && k ? RIGHT[c] : levels[k];
      }
    },
    close() {},
    [Symbol.dispose]() {},
  };
}

const facts = (index: number): PictureFacts => ({
  name: `${index}.jpg`,
  person: `${index >> 1}`,
  attributes: new Set(index % 2 ? ["Smiling"] : []),
});

/** A data set of them; two pictures show each person, and every second one smiles. */
export function madePortraits(
  count: number,
  empty: readonly number[] = [],
  domains: readonly string[] = ["man", "woman"],
): DataSet {
  const table = domains.map(() => Array.from({ length: count }, (_, i) => facts(i)));
  return {
    spec: "made portraits",
    train: madePeople(count, [], domains),
    heldOut: madePeople(count, empty, domains),
    paired: false,
    skipped: [],
    pictures: () => ({ attributes: ["Smiling"], train: table, heldOut: table }),
    [Symbol.dispose]() {},
  };
}

/** Reads the mean colours of the left half; counts how many pictures it was shown. */
export function madeReader(): PortraitReader & { readonly seen: { count: number } } {
  const seen = { count: 0 };
  const colours = ({ width, rgb }: RgbImage) => {
    const half = [0, 1, 2].map((k) => rgb[3 * (width * (width >> 1)) + k]);
    return half;
  };
  return {
    name: "made",
    seen,
    find: (image) => {
      const [red] = colours(image);
      const box = { x: 4, y: 4, width: 24, height: 24, score: 1 };
      return Promise.resolve(red === NOBODY ? undefined : box);
    },
    read: (crops) => {
      seen.count += crops.length;
      return Promise.resolve(crops.map(({ image }): FaceReading => {
        const [red, green, blue] = colours(image);
        const descriptor = new Float32Array(128);
        descriptor.set([red / 255, green / 255, blue / 255]);
        const face = { x: 16, y: 12, eyes: 8, nose: (green - 110) / 300, mouth: blue / 400 };
        return {
          landmarks: makeFace(face),
          ...{ happy: green / 255, sight: blue / 600, male: red < 128 ? 0.9 : 0.2, descriptor },
        };
      }));
    },
    [Symbol.dispose]() {},
  };
}
