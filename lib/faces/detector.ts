/**
 * Where the faces of a picture are.
 *
 * A small YOLO with depthwise-separable convolutions; each cell of its last map proposes five boxes.
 * Architecture, anchors and mean as in face-api's tiny face detector, whose weights it runs.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { RgbImage } from "../images/crop.ts";
import type { FaceWeights } from "./weights.ts";

/** A face, in pixels of the picture; it may reach beyond the edge. */
export interface FaceBox {
  /** Left edge. */
  readonly x: number;
  /** Upper edge. */
  readonly y: number;
  /** Width. */
  readonly width: number;
  /** Height. */
  readonly height: number;
  /** Certainty, 0-1. */
  readonly score: number;
}

/** How hard {@linkcode detectFaces} looks. */
export interface DetectOptions {
  /** Side that the picture is brought to, a multiple of 32; 224 if left out. */
  readonly inputSize?: number;
  /** Certainty from which a box counts; 0.5 if left out. */
  readonly minScore?: number;
}

const MEAN_RGB = [117.001, 114.697, 97.404];
const STRIDE = 32;
/** Width and height of the five boxes of a cell, in cells. */
const ANCHORS = [
  [1.603231, 2.094468],
  [6.041143, 7.080126],
  [2.882459, 3.518061],
  [4.266906, 5.178857],
  [9.041765, 10.66308],
];
/** Boxes that overlap more than this are one face. */
const SAME_FACE = 0.4;

/**
 * Finds faces, surest first.
 *
 * @param weights of `detector`
 * @param image the picture, any size
 * @param options how hard to look
 * @throws RangeError if inputSize is not a multiple of 32
 */
export async function detectFaces(
  weights: FaceWeights,
  { width, height, rgb }: RgbImage,
  { inputSize = 224, minScore = 0.5 }: DetectOptions = {},
): Promise<FaceBox[]> {
  if (!(inputSize > 0) || inputSize % STRIDE) {
    throw new RangeError(`inputSize must be a multiple of ${STRIDE}, got ${inputSize}`);
  }
  const side = Math.max(width, height), cells = inputSize / STRIDE;
  const map = tf.tidy(() => {
    const x = tf.tensor3d(rgb, [height, width, 3], "float32");
    const square = x.pad([[0, side - height], [0, side - width], [0, 0]]) as tf.Tensor3D;
    const resized = tf.image.resizeBilinear(square, [inputSize, inputSize]);
    return applyDetector(weights, resized.sub(MEAN_RGB).div(255).expandDims());
  });
  const values = await map.data<"float32">();
  map.dispose();
  return keepSurest(readBoxes(values, cells, side / cells, minScore));
}

/** [1, side, side, 3] -> [1, side / 32, side / 32, 25]. */
function applyDetector(weights: FaceWeights, x: tf.Tensor): tf.Tensor {
  const at = <R extends tf.Rank>(name: string) => weights[name] as tf.Tensor<R>;
  let y = tf.conv2d(x as tf.Tensor4D, at<tf.Rank.R4>("conv0/filters"), 1, "same")
    .add(at("conv0/bias")).leakyRelu(0.1) as tf.Tensor4D;
  for (let i = 1; i <= 5; i++) {
    y = tf.separableConv2d(
      tf.maxPool(y, 2, 2, "same"),
      at<tf.Rank.R4>(`conv${i}/depthwise_filter`),
      at<tf.Rank.R4>(`conv${i}/pointwise_filter`),
      1,
      "same",
    ).add(at(`conv${i}/bias`)).leakyRelu(0.1);
  }
  y = tf.maxPool(y, 2, 1, "same");
  return tf.conv2d(y, at<tf.Rank.R4>("conv8/filters"), 1, "valid").add(at("conv8/bias"));
}

const sigmoid = (v: number) => 1 / (1 + Math.exp(-v));

/** The boxes of a map [cells, cells, 5 anchors, (x, y, width, height, score)]. */
function readBoxes(
  values: Float32Array,
  cells: number,
  cellPixels: number,
  minScore: number,
): FaceBox[] {
  const boxes: FaceBox[] = [];
  for (let cell = 0, at = 0; cell < cells * cells; cell++) {
    for (const [anchorWidth, anchorHeight] of ANCHORS) {
      const [dx, dy, dw, dh, logit] = values.subarray(at, at += 5);
      const score = sigmoid(logit);
      if (score < minScore) continue;
      const width = Math.exp(dw) * anchorWidth * cellPixels;
      const height = Math.exp(dh) * anchorHeight * cellPixels;
      const x = (cell % cells + sigmoid(dx)) * cellPixels - width / 2;
      const y = (Math.floor(cell / cells) + sigmoid(dy)) * cellPixels - height / 2;
      boxes.push({ x, y, width, height, score });
    }
  }
  return boxes;
}

/** Non-maximum suppression: of boxes that overlap, the surest. */
export function keepSurest(boxes: FaceBox[]): FaceBox[] {
  const kept: FaceBox[] = [];
  for (const box of boxes.sort((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(box, other) <= SAME_FACE)) kept.push(box);
  }
  return kept;
}

/** Intersection over union. */
export function overlap(a: FaceBox, b: FaceBox): number {
  const w = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  return w * h / (a.width * a.height + b.width * b.height - w * h);
}
