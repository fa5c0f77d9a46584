/**
 * The people of one domain: held-out pictures in which a face is found, training pictures for the
 * baselines, and what is read off them. None of it depends on the model.
 *
 * @module
 */
import { readFirstImages } from "../../data/batches.ts";
import type { PictureFacts, PictureTable } from "../../data/image_set.ts";
import type { FaceBox } from "../../faces/detector.ts";
import type { FaceReading } from "../../faces/face_reader.ts";
import type { Landmarks } from "../../faces/face_square.ts";
import { keptReadings } from "./kept_readings.ts";
import { mirrorImages } from "./changed_copies.ts";
import type { PortraitSubject } from "./portrait_report.ts";
import { type PortraitReader, type Portraits, readPortraits } from "./read_portraits.ts";

/** Images and a reading of each. */
export interface ReadImages {
  /** N * size * size * 3 numbers in [-1, 1]. */
  readonly images: Float32Array;
  /** Of each image. */
  readonly readings: readonly FaceReading[];
  /** Whether the detector found a face in each. */
  readonly found: readonly boolean[];
}

/** One domain's people. */
export interface Sitters {
  /** Held-out pictures with a face. */
  readonly real: ReadImages;
  /** Which of the domain's held-out pictures these are. */
  readonly indices: readonly number[];
  /** Pictures that were left out, as no face was found. */
  readonly faceless: number;
  /** The same pictures mirrored. */
  readonly mirrored: ReadImages;
  /** Training pictures with a face. */
  readonly training: ReadImages;
  /** What the tables say of the held-out pictures; undefined where there are none. */
  readonly facts?: readonly PictureFacts[];
}

/** How faces are read. */
export interface Reading {
  /** The networks. */
  readonly reader: PortraitReader;
  /** At most so many pictures of each domain and split. */
  readonly limit: number;
  /** What the tables of the data say of each picture, where there are any. */
  readonly table?: PictureTable;
  /** Folder of kept readings. */
  readonly cacheDir?: string;
  /** Told how many more images are read. */
  readonly onRead: (count: number) => void | Promise<void>;
}

/**
 * Reads the people of one domain.
 *
 * @param subject data and reals
 * @param c the domain
 * @param reading how
 */
export async function readSitters(
  { data, reals, width, translator: { size } }: PortraitSubject,
  c: number,
  { reader, limit, table, cacheDir, onRead }: Reading,
): Promise<Sitters> {
  const read = async (images: Float32Array, expected?: readonly (Landmarks | FaceBox)[]) => {
    let told = 0;
    const name = expected ? `${reader.name}, mirrored` : reader.name;
    const portraits = await keptReadings(
      cacheDir,
      { images, reader: name },
      () =>
        readPortraits(reader, images, size, expected, async (count) => {
          told += count;
          await onRead(count);
        }),
    );
    await onRead(images.length / width - told);
    return portraits;
  };
  const images = reals[c].images.subarray(0, limit * width), portraits = await read(images);
  const { indices, ...real } = withFaces(images, portraits, width);
  const mirroredImages = mirrorImages(real.images, size);
  const expected = real.readings.map(({ landmarks }) => mirroredBox(landmarks, size));
  const mirrored = await read(mirroredImages, expected);
  const trainingImages = readFirstImages(data.train, c, limit);
  const training = withFaces(trainingImages, await read(trainingImages), width);
  const facts = table?.heldOut[c];
  return {
    real,
    indices,
    faceless: portraits.found.length - indices.length,
    mirrored: {
      images: mirroredImages,
      readings: mirrored.readings as readonly FaceReading[],
      found: mirrored.found,
    },
    training,
    ...facts && { facts: indices.map((i) => facts[i]) },
  };
}

/** A domain needs as many held-out faces, so that its halves can be compared. */
const FEWEST = 4;

/**
 * Why a domain's people cannot be scored.
 *
 * @returns one sentence; undefined if they can
 */
export function whyUnscored(
  { real, faceless, training }: Sitters,
  domain: string,
): string | undefined {
  const found = real.readings.length;
  if (found < FEWEST) {
    return `a face is found in ${found} of ${
      found + faceless
    } held-out pictures of ${domain}, and ` +
      `${FEWEST} are needed`;
  }
  if (!training.readings.length) return `no face is found in the training pictures of ${domain}`;
}

/** Rows of some images. */
export function pickImages(
  images: Float32Array,
  indices: readonly number[],
  width: number,
): Float32Array {
  const picked = new Float32Array(indices.length * width);
  indices.forEach((from, i) =>
    picked.set(images.subarray(from * width, (from + 1) * width), i * width)
  );
  return picked;
}

function withFaces(images: Float32Array, { readings, found }: Portraits, width: number) {
  const indices = [...readings.keys()].filter((i) => readings[i] !== undefined);
  return {
    indices,
    images: pickImages(images, indices, width),
    readings: indices.map((i) => readings[i]!),
    found: indices.map((i) => found[i]),
  };
}

/** Where the face is once left and right are exchanged. */
function mirroredBox(landmarks: Landmarks, size: number): FaceBox {
  const xs = landmarks.filter((_, i) => !(i & 1)), ys = landmarks.filter((_, i) => i & 1);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return { x: size - right, y: top, width: right - left, height: bottom - top, score: 1 };
}
