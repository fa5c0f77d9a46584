/**
 * The scores of a run's face swap on blocks of the videos, beside those of its baselines.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import { bytesOfUnits, unitsOfBytes } from "../images/unit_range.ts";
import type { Model } from "../networks/model.ts";
import { encodeImages, generateImages } from "../translation/translate_images.ts";
import { compareFaces, type ReadPictures, type SwapScores } from "./compare_faces.ts";
import type { FaceCrop, FaceReader } from "../faces/face_reader.ts";
import {
  evenly,
  evenPairs,
  type PicturedFrame,
  picturedFrames,
  readCrop,
} from "./held_out_faces.ts";
import { nearestByLandmarks } from "../faces/nearest_face.ts";
import { cropFace } from "../faces/warp.ts";

/** Scores of one direction. */
export interface SwapDirection {
  /** The person of the input. */
  readonly source: string;
  /** The person whose face is put in. */
  readonly target: string;
  /** Frames that were scored. */
  readonly count: number;
  /** G(E(x), target). */
  readonly swap: SwapScores;
  /** G(E(x), source): what E reads and G can draw, before any change of person. */
  readonly reconstruction: SwapScores;
  /** Noise floor: the input shifted by half a pixel, turned and enlarged a little. */
  readonly floor: SwapScores;
  /** Baseline: the target's training frame whose landmarks are nearest. */
  readonly nearest: SwapScores;
  /** Baseline: the input itself. */
  readonly copy: SwapScores;
}

/** How much is scored. */
export interface ScoreSwapOptions {
  /** Frames of each person, in pairs of neighbours; 200 if left out. */
  readonly frames?: number;
  /**
   * Which frames are scored; held-out ones if left out. A recipe may be chosen by training frames,
   * since nothing in training says how a face looks as another's. The held-out frames then remain
   * for the report.
   */
  readonly use?: "held-out" | "train";
  /** Told how many of how many sets of pictures have been read. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Training frames that stand for a person. */
const REFERENCES = 40;

/** A person's pictures, read and encoded. */
interface Person {
  readonly name: string;
  readonly frames: readonly PicturedFrame[];
  readonly scored: readonly PicturedFrame[];
  readonly crops: readonly FaceCrop[];
  /** E of the crops, N * z. */
  readonly latents: Float32Array;
  readonly input: ReadPictures;
  readonly identity: readonly Float32Array[];
}

/**
 * Scores every direction between the people that a model knows.
 *
 * @param model a model whose both stages are trained
 * @param root folder that `deno task crop` wrote; the model's domains are its folders
 * @param reader the evaluators
 * @param options how much
 * @throws Deno.errors.NotFound if a person has no manifest, RangeError if one has no two
 * neighbouring frames of that use
 */
export async function scoreSwap(
  model: Model,
  root: string,
  reader: FaceReader,
  { frames = 200, use = "held-out", onProgress = () => {} }: ScoreSwapOptions = {},
): Promise<SwapDirection[]> {
  const names = model.domains, directions = names.length * (names.length - 1);
  const total = 2 * names.length + 4 * directions;
  let done = 0;
  const read = async (crops: readonly FaceCrop[]): Promise<ReadPictures> => {
    const readings = await reader.read(crops);
    onProgress(++done, total);
    return { readings, pictures: crops.map(({ image }) => image.rgb) };
  };
  const people: Person[] = [];
  for (const name of names) {
    people.push(await readPerson(model, root, name, { frames, use }, read));
  }
  const scores: SwapDirection[] = [];
  for (const source of people) {
    for (const target of people) {
      if (source !== target) scores.push(await scoreDirection(model, source, target, read));
    }
  }
  return scores;
}

type Read = (crops: readonly FaceCrop[]) => Promise<ReadPictures>;

async function readPerson(
  model: Model,
  root: string,
  name: string,
  { frames: count, use }: Required<Pick<ScoreSwapOptions, "frames" | "use">>,
  read: Read,
): Promise<Person> {
  const frames = await picturedFrames(root, name), { size } = model.config;
  const scored = evenPairs(frames, use, Math.floor(count / 2));
  const references = evenly(frames.filter(({ use }) => use === "train"), REFERENCES);
  if (!scored.length || !references.length) {
    throw new RangeError(
      `${root}/${name} has no neighbouring ${use} frames: crop a longer video of ${name}`,
    );
  }
  const crops = await readCrops(scored, size);
  const latents = await encodeImages(model, unitsOfBytes(crops.map(({ image }) => image.rgb)));
  const { readings } = await read(await readCrops(references, size));
  const identity = readings.map(({ descriptor }) => descriptor);
  return { name, frames, scored, crops, latents, input: await read(crops), identity };
}

const readCrops = (frames: readonly PicturedFrame[], size: number) =>
  Promise.all(frames.map((frame) => readCrop(frame, size)));

async function scoreDirection(
  model: Model,
  source: Person,
  target: Person,
  read: Read,
): Promise<SwapDirection> {
  const { crops, input, scored } = source, { size } = model.config;
  const people = { source: source.identity, target: target.identity };
  const score = async (pictures: readonly FaceCrop[]) =>
    compareFaces(input, await read(pictures), people);
  const training = target.frames.filter(({ use }) => use === "train");
  const nearest = nearestByLandmarks(
    scored.map(({ points }) => points),
    training.map(({ points }) => points),
  );
  return {
    source: source.name,
    target: target.name,
    count: crops.length,
    swap: await score(await drawn(model, source, target.name)),
    reconstruction: await score(await drawn(model, source, source.name)),
    floor: await score(crops.map(moved)),
    nearest: await score(await readCrops(nearest.map((i) => training[i]), size)),
    copy: compareFaces(input, input, people),
  };
}

/** G(z, to) of a person's crops. */
async function drawn(
  model: Model,
  { crops, latents }: Person,
  to: string,
): Promise<FaceCrop[]> {
  const results = await generateImages(model, latents, to), { size } = model.config;
  const length = size * size * 3;
  return crops.map(({ image, near }, i) => {
    const rgb = bytesOfUnits(results.subarray(i * length, (i + 1) * length));
    return { image: { ...image, rgb }, near };
  });
}

/** The same picture as if the camera had moved a little, to measure the noise of a reading. */
function moved({ image, near }: FaceCrop): FaceCrop {
  const size = image.width, middle = size / 2 + 0.5;
  const square = { x: middle, y: middle, side: size * 0.99, angle: 0.01 };
  const rgb: RgbImage["rgb"] = cropFace(image, square, size);
  return { image: { ...image, rgb }, near };
}
