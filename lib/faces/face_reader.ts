/**
 * What evaluators see in cropped faces: landmarks, happiness, identity, line of sight.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { RgbImage } from "../images/crop.ts";
import { inBatches } from "../networks/in_batches.ts";
import { type FaceSquare, fromSquare, type Landmarks } from "./face_square.ts";
import { viewOfFace } from "./face_view.ts";
import { applyDenseBlocks, TRUNK_SIDE } from "./dense_blocks.ts";
import { applyDescriptor, DESCRIPTOR_LENGTH, DESCRIPTOR_SIDE } from "./descriptor.ts";
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
}

/** A cropped face, and where its landmarks are about. */
export interface FaceCrop {
  /** The picture. */
  readonly image: RgbImage;
  /** In its pixels; the face is looked for there. */
  readonly near: Landmarks;
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

  private constructor(landmarks: FaceWeights, expression: FaceWeights, descriptor: FaceWeights) {
    this.#landmarks = landmarks;
    this.#expression = expression;
    this.#descriptor = descriptor;
  }

  /**
   * Loads the networks onto the current backend.
   *
   * @throws Error if the package with the weights is not there
   */
  static async load(): Promise<FaceReader> {
    return new FaceReader(
      await loadFaceWeights("landmarks"),
      await loadFaceWeights("expression"),
      await loadFaceWeights("descriptor"),
    );
  }

  /** Frees the networks. */
  [Symbol.dispose](): void {
    tf.dispose([this.#landmarks, this.#expression, this.#descriptor]);
  }

  /**
   * Reads faces. Landmarks are looked for twice, the second time where the first look found them,
   * so that little depends on `near`.
   */
  async read(crops: readonly FaceCrop[]): Promise<FaceReading[]> {
    const images = crops.map(({ image }) => image);
    const rough = await this.#locate(images, crops.map(({ near }) => viewOfFace(near)));
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
    return found.map((landmarks, i) => ({
      landmarks,
      happy: happy[i * EXPRESSIONS + HAPPY],
      descriptor: descriptors.subarray(i * DESCRIPTOR_LENGTH, (i + 1) * DESCRIPTOR_LENGTH),
      sight: lineOfSight(images[i], landmarks),
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
  return Math.hypot(...a.map((value, i) => value - b[i]));
}
