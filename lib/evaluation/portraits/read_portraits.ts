/**
 * Faces of images in [-1, 1], found and read.
 *
 * @module
 */
import type { FaceCrop, FaceReading } from "../../faces/face_reader.ts";
import type { Landmarks } from "../../faces/face_square.ts";
import type { FaceBox } from "../../faces/detector.ts";
import type { RgbImage } from "../../images/crop.ts";
import { bytesOfUnits } from "../../images/unit_range.ts";

/** Networks that find and read faces. */
export interface PortraitReader extends Disposable {
  /** Networks and package; another name wherever a reading could come out otherwise. */
  readonly name: string;
  /** Finds the face that fills a square picture; undefined where there is none. */
  find(image: RgbImage): Promise<FaceBox | undefined>;
  /** Reads faces, their gender included. */
  read(crops: readonly FaceCrop[]): Promise<readonly FaceReading[]>;
}

/** What was read off N images. */
export interface Portraits {
  /** Of each image, a reading; undefined where no face was found and none was expected. */
  readonly readings: readonly (FaceReading | undefined)[];
  /** Whether the detector found a face in each. */
  readonly found: readonly boolean[];
}

/** Images that are read before the progress is told. */
const AT_ONCE = 16;

/**
 * Reads N images. Where the detector finds no face, an image is read at the place that `expected`
 * gives, so that a translation that is no face is not left out of its scores.
 *
 * @param reader the networks
 * @param images N * size * size * 3 numbers in [-1, 1]
 * @param size side of the images, pixels
 * @param expected where each image should show a face, in its pixels
 * @param onRead told how many more images have been read
 */
export async function readPortraits(
  reader: PortraitReader,
  images: Float32Array,
  size: number,
  expected?: readonly (Landmarks | FaceBox)[],
  onRead?: (count: number) => void | Promise<void>,
): Promise<Portraits> {
  const width = size * size * 3, count = images.length / width;
  const readings: (FaceReading | undefined)[] = Array(count).fill(undefined);
  const found: boolean[] = [];
  for (let start = 0; start < count; start += AT_ONCE) {
    const crops: FaceCrop[] = [], places: number[] = [];
    const end = Math.min(count, start + AT_ONCE);
    for (let i = start; i < end; i++) {
      const rgb = bytesOfUnits(images.subarray(i * width, (i + 1) * width));
      const image = { width: size, height: size, rgb };
      const box = await reader.find(image), near = box ?? expected?.[i];
      found.push(box !== undefined);
      if (!near) continue;
      crops.push({ image, near });
      places.push(i);
    }
    const read = crops.length ? await reader.read(crops) : [];
    places.forEach((i, k) => readings[i] = read[k]);
    await onRead?.(end - start);
  }
  return { readings, found };
}
