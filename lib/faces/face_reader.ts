/**
 * What evaluators see in cropped faces: landmarks, happiness, identity, line of sight, gender.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { RgbImage } from "../images/crop.ts";
import { inBatches } from "../networks/in_batches.ts";
import { type FaceSquare, fromSquare, type Landmarks } from "./face_square.ts";
import { viewOfBox, viewOfFace } from "./face_view.ts";
import { applyDenseBlocks, TRUNK_SIDE } from "./dense_blocks.ts";
import type { FaceBox } from "./detector.ts";
import { applyDescriptor, DESCRIPTOR_LENGTH, DESCRIPTOR_SIDE } from "./descriptor.ts";
import { applyGender, GENDER_SIDE } from "./gender.ts";
import { type FaceWeights, loadFaceWeights } from "./weights.ts";
import { lineOfSight } from "./gaze.ts";
import { cropFace } from "./warp.ts";

/** What was read off one picture. */
export interface FaceReading {
  /** In pixels of the picture. */
  readonly landmarks: Landmarks;
  /** P(happy) of the expression network, 0-1. */
  readonly happy: number;
  /** 128 numbers; near each other for one person. */
  readonly descriptor: Float32Array;
  /** See {@linkcode lineOfSight}. */
  readonly sight: number;
  /**
   * P(man) of the gender network, 0-1, where it was loaded: which of two words the makers of its
   * training data would have given the face. It says nothing of the person.
   */
  readonly male?: number;
}

/** Which networks {@linkcode FaceReader.load} loads besides. */
export interface FaceReaderOptions {
  /** Also the gender network (0.4 MB), for {@linkcode FaceReading.male}; not by default. */
  readonly gender?: boolean;
}

/** A cropped face, and where it is about. */
export interface FaceCrop {
  /** The picture. */
  readonly image: RgbImage;
  /** Landmarks or a detector's box, in its pixels; the face is looked for there. */
  readonly near: Landmarks | FaceBox;
}

const BATCH = 16;
/** Place of "happy" among the expressions: neutral, happy, sad, angry, fearful, disgusted, surprised. */
const HAPPY = 1, EXPRESSIONS = 7;
/** The descriptor network was trained on faces with more around them. */
const DESCRIPTOR_MARGIN = 1.4;

/** The evaluators' networks, ready to be used. */
export class FaceReader implements Disposable {
  readonly #landmarks: FaceWeights;
  readonly #expression: FaceWeights;
  readonly #descriptor: FaceWeights;

  readonly #gender?: FaceWeights;

  private constructor(
    landmarks: FaceWeights,
    expression: FaceWeights,
    descriptor: FaceWeights,
    gender?: FaceWeights,
  ) {
    this.#landmarks = landmarks;
    this.#expression = expression;
    this.#descriptor = descriptor;
    this.#gender = gender;
  }

  /**
   * Loads the networks onto the current backend.
   *
   * @param options which networks besides
   * @throws Error if the package with the weights is not there
   */
  static async load({ gender = false }: FaceReaderOptions = {}): Promise<FaceReader> {
    return new FaceReader(
      await loadFaceWeights("landmarks"),
      await loadFaceWeights("expression"),
      await loadFaceWeights("descriptor"),
      gender ? await loadFaceWeights("gender") : undefined,
    );
  }

  /** Frees the networks. */
  [Symbol.dispose](): void {
    tf.dispose([this.#landmarks, this.#expression, this.#descriptor, this.#gender ?? []]);
  }

  /**
   * Reads faces. Landmarks are looked for twice, the second time where the first look found them,
   * so that little depends on `near`.
   */
  async read(crops: readonly FaceCrop[]): Promise<FaceReading[]> {
    const images = crops.map(({ image }) => image);
    const rough = await this.#locate(images, crops.map(({ near }) => firstView(near)));
    const views = rough.map((landmarks) => viewOfFace(landmarks));
    const found = await this.#locate(images, views);
    const happy = await apply(
      images,
      views,
      TRUNK_SIDE,
      (x) => tf.softmax(applyDenseBlocks(this.#expression, x)),
    );
    const wide = found.map((landmarks) => viewOfFace(landmarks, DESCRIPTOR_MARGIN));
    const descriptors = await apply(
      images,
      wide,
      DESCRIPTOR_SIDE,
      (x) => applyDescriptor(this.#descriptor, x),
    );
    const gender = this.#gender;
    const men = gender && await apply(
      images,
      found.map((landmarks) => viewOfFace(landmarks)),
      GENDER_SIDE,
      (x) => applyGender(gender, x),
    );
    return found.map((landmarks, i) => ({
      landmarks,
      happy: happy[i * EXPRESSIONS + HAPPY],
      descriptor: descriptors.subarray(i * DESCRIPTOR_LENGTH, (i + 1) * DESCRIPTOR_LENGTH),
      sight: lineOfSight(images[i], landmarks),
      ...men && { male: men[i] },
    }));
  }

  async #locate(images: readonly RgbImage[], views: readonly FaceSquare[]): Promise<Landmarks[]> {
    const points = await apply(
      images,
      views,
      TRUNK_SIDE,
      (x) => applyDenseBlocks(this.#landmarks, x),
    );
    const length = points.length / images.length;
    return views.map((view, i) => fromSquare(view, points.subarray(i * length, (i + 1) * length)));
  }
}

function firstView(near: Landmarks | FaceBox): FaceSquare {
  return near instanceof Float32Array ? viewOfFace(near) : viewOfBox(near);
}

/** Cuts a square out of each picture and applies a network: the rows of its output. */
async function apply(
  images: readonly RgbImage[],
  squares: readonly FaceSquare[],
  side: number,
  network: (x: tf.Tensor4D) => tf.Tensor2D,
): Promise<Float32Array> {
  const length = side * side * 3, values = new Float32Array(images.length * length);
  images.forEach((image, i) => values.set(cropFace(image, squares[i], side), i * length));
  const rows = { values, shape: [side, side, 3] };
  const [output = new Float32Array()] = await inBatches(
    rows,
    BATCH,
    (x) => [network(x as tf.Tensor4D)],
  );
  return output;
}

/** Euclidean distance of two descriptors; about 0.6 separates two people. */
export function identityDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}
