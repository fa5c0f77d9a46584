/**
 * Faces and their landmarks in single frames.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { RgbImage } from "../images/crop.ts";
import { shrinkPicture } from "../images/shrink_picture.ts";
import { type FaceSquare, fromSquare, type Landmarks } from "./face_square.ts";
import { viewOfBox, viewOfFace } from "./face_view.ts";
import { applyDenseBlocks, TRUNK_SIDE } from "./dense_blocks.ts";
import { detectFaces, type FaceBox, keepSurest } from "./detector.ts";
import { type FaceWeights, loadFaceWeights } from "./weights.ts";
import { cropFace } from "./warp.ts";

/**
 * Sides that the detector tries in turn until one shows a face. It was trained on faces of middling
 * size, so a face that fills the frame is found in a small copy and a far one in a large copy.
 */
const DETECTOR_SIDES = [224, 320, 160, 416];

/**
 * How the detector looks at a crop that a face fills: with a margin, in sides of the crop, whose pixels
 * repeat the edge. Of 150 CelebA crops at 64x64, the first two find 149.
 */
const CLOSE_LOOKS = [
  { margin: 0.15, inputSize: 128 },
  { margin: 0.3, inputSize: 128 },
  { margin: 0, inputSize: 96 },
  { margin: 0.5, inputSize: 160 },
];

/** Sides that the detector takes in turn where all faces are wanted, for ever smaller ones. */
const ALL_SIDES = [160, 320, 640, 1152];
/** Width from which the detector is sure to see a face, in pixels of what it takes. */
const SEEN_WIDTH = 37;
/** Width of the narrowest faces that are looked for, in widths of the widest. */
const MAIN_FACES = 0.4;
/** A picture is enlarged by no more than this for the detector. */
const MOST_ENLARGED = 1.5;

/** The networks that find faces, ready to be used. */
export class FaceFinder implements Disposable {
  readonly #detector: FaceWeights;
  readonly #landmarks: FaceWeights;

  private constructor(detector: FaceWeights, landmarks: FaceWeights) {
    this.#detector = detector;
    this.#landmarks = landmarks;
  }

  /**
   * Loads the networks onto the current backend.
   *
   * @throws Error if the package with the weights is not there
   */
  static async load(): Promise<FaceFinder> {
    return new FaceFinder(await loadFaceWeights("detector"), await loadFaceWeights("landmarks"));
  }

  /** Frees the networks. */
  [Symbol.dispose](): void {
    tf.dispose([this.#detector, this.#landmarks]);
  }

  /** Finds the faces of a picture, surest first. */
  async detect(frame: RgbImage): Promise<FaceBox[]> {
    for (const inputSize of DETECTOR_SIDES) {
      const boxes = await detectFaces(this.#detector, frame, { inputSize });
      if (boxes.length) return boxes;
    }
    return [];
  }

  /**
   * Finds the face that fills a square crop of any size, 64x64 included, where
   * {@linkcode FaceFinder.detect} overlooks it.
   *
   * @param crop a square picture
   * @returns the surest box, in pixels of the crop; undefined where there is no face
   * @throws TypeError if the crop is not square
   */
  async detectClose(crop: RgbImage): Promise<FaceBox | undefined> {
    const { width, height } = crop;
    if (width !== height) throw new TypeError(`The crop must be square, got ${width}x${height}`);
    for (const { margin, inputSize } of CLOSE_LOOKS) {
      const edge = Math.round(margin * width), side = width + 2 * edge;
      const square = { x: width / 2, y: width / 2, side, angle: 0 };
      const wide = { width: side, height: side, rgb: cropFace(crop, square, side) };
      const [box] = await detectFaces(this.#detector, wide, { inputSize });
      if (box) return { ...box, x: box.x - edge, y: box.y - edge };
    }
  }

  /**
   * Finds all faces of a picture that are at least about 40 pixels wide, and a thirtieth of the
   * picture's longer side, surest first. Faces that are far narrower than the widest may be missed:
   * people in the background are not looked for.
   *
   * @param picture of any size
   * @param most a side beyond which the detector need not look; 1152 if left out
   */
  async detectEach(picture: RgbImage, most: number = ALL_SIDES[3]): Promise<FaceBox[]> {
    const longer = Math.max(picture.width, picture.height), boxes: FaceBox[] = [];
    for (const [tried, inputSize] of ALL_SIDES.entries()) {
      const widest = Math.max(0, ...boxes.map(({ width }) => width)) / longer;
      if (inputSize > most || MAIN_FACES * widest > SEEN_WIDTH / ALL_SIDES[tried - 1]) break;
      if (inputSize > MOST_ENLARGED * longer && tried > 1) break;
      // A mean of squares first, so that nothing aliases when the detector shrinks the rest.
      const factor = Math.max(1, Math.floor(longer / inputSize));
      const copy = shrinkPicture(picture, factor);
      const found = await detectFaces(this.#detector, copy, { inputSize });
      boxes.push(...found.map((box) => enlarged(box, factor)));
    }
    return keepSurest(boxes);
  }

  /**
   * Finds the 68 landmarks of a face. A square is cut out, turned upright, where a box or earlier
   * landmarks place the face. With a box this is done twice, since its framing is rough.
   *
   * @param frame the picture
   * @param near a box of {@linkcode FaceFinder.detect}, or landmarks of the frame before
   * @returns pixels of the frame, and the picture that the network saw
   */
  async locate(frame: RgbImage, near: FaceBox | Landmarks): Promise<LocatedFace> {
    if (near instanceof Float32Array) return await this.#look(frame, viewOfFace(near));
    const rough = await this.#look(frame, viewOfBox(near));
    return await this.#look(frame, viewOfFace(rough.landmarks));
  }

  async #look(frame: RgbImage, square: FaceSquare): Promise<LocatedFace> {
    const view = cropFace(frame, square, TRUNK_SIDE);
    const points = tf.tidy(() =>
      applyDenseBlocks(
        this.#landmarks,
        tf.tensor4d(view, [1, TRUNK_SIDE, TRUNK_SIDE, 3], "float32"),
      )
    );
    const relative = await points.data<"float32">();
    points.dispose();
    return { landmarks: fromSquare(square, relative), view };
  }
}

function enlarged({ x, y, width, height, score }: FaceBox, factor: number): FaceBox {
  return { x: x * factor, y: y * factor, width: width * factor, height: height * factor, score };
}

/** A face of a picture. */
export interface LocatedFace {
  /** In pixels of the frame. */
  readonly landmarks: Landmarks;
  /** The face as the landmark network saw it: 112 x 112 x 3 bytes. */
  readonly view: Uint8Array;
}
