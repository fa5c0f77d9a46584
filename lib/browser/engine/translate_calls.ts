/**
 * The engine's calls about pictures: decode, translate, encode.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { cutPortrait } from "../../faces/cut_portrait.ts";
import { FaceFinder } from "../../faces/face_finder.ts";
import { findFaces } from "../../faces/find_faces.ts";
import { cropToSquare, type RgbImage } from "../../images/crop.ts";
import { encodePng } from "../../images/encode_png.ts";
import { unitsOfBytes } from "../../images/unit_range.ts";
import { estimateDomain } from "../../translation/estimate_domain.ts";
import { domainLabels } from "../../translation/domain_labels.ts";
import { encode, generate } from "../../translation/translate.ts";
import { decodePicture } from "../decode_picture.ts";
import { type EngineState, modelOf, reader } from "./engine_state.ts";
import type { Answer, Argument, Slot } from "./messages.ts";
import { pixelsOf, pixelsOfRgb, rgbOfPixels } from "./pixels.ts";

/** Decodes a picture into a slot. */
export async function setPicture(
  state: EngineState,
  { slot, picture, model, align = false }: Argument<"setPicture">,
): Promise<Answer<"setPicture">> {
  const { size } = modelOf(state, model).config, decoded = await decodePicture(picture);
  const { image, faces } = align
    ? await largestFace(state, decoded, size)
    : { image: decoded, faces: undefined };
  state.pictures.set(slot, image);
  return { pixels: pixelsOfRgb(cropToSquare(image, size), size), faces };
}

/**
 * The largest face of a picture as a picture of its own.
 *
 * @throws Error that names the remedy if there is none
 */
async function largestFace(
  state: EngineState,
  picture: RgbImage,
  size: number,
): Promise<{ image: RgbImage; faces: number }> {
  const finder = await (state.faces ??= FaceFinder.load().catch((error) => {
    state.faces = undefined; // the next picture tries again
    throw error;
  }));
  const faces = await findFaces(finder, picture);
  if (!faces.length) {
    throw new Error(
      "No face was found: choose another picture, or untick Find and align the face",
    );
  }
  const { square } = faces.reduce((a, b) => b.square.side > a.square.side ? b : a);
  const rgb = cutPortrait(picture, square, size);
  return { image: { width: size, height: size, rgb }, faces: faces.length };
}

/**
 * The picture of a slot as a batch of one.
 *
 * @param size side that the model wants
 * @returns [1, size, size, 3] in [-1, 1]
 * @throws Error if there is none
 */
export function pictureTensor(state: EngineState, slot: Slot, size: number): tf.Tensor4D {
  const image = state.pictures.get(slot);
  if (!image) throw new Error("There is no picture yet: choose one first");
  return tf.tensor4d(unitsOfBytes([cropToSquare(image, size)]), [1, size, size, 3]);
}

/** Translates the picture in the slot `source` to every domain. */
export async function translate(
  state: EngineState,
  { model: choice, strength }: Argument<"translate">,
): Promise<Answer<"translate">> {
  const model = modelOf(state, choice), { domains, config } = model, read = reader(state);
  const [own, ...images] = tf.tidy(() => {
    const x = pictureTensor(state, "source", config.size);
    const z = encode(model, x), source = estimateDomain(model, x);
    return [
      source,
      generate(model, z, source),
      ...domains.map((domain) => {
        // As the task does it: at full strength c is the domain itself.
        const target = domainLabels(model, domain, 1);
        const c = strength === 1 ? target : source.mul(1 - strength).add(target.mul(strength));
        return generate(model, z, c as tf.Tensor2D);
      }),
    ];
  });
  const estimate = [...await read(own)];
  own.dispose();
  const pixels = await Promise.all(images.map((image) => pixelsOf(image as tf.Tensor4D, read)));
  const [reconstruction, ...translations] = pixels.map(([first]) => first);
  return { reconstruction, translations, estimate };
}

/** A picture as the bytes of a PNG. */
export function encodePixels(
  _state: EngineState,
  picture: Argument<"encodePng">,
): Answer<"encodePng"> {
  return encodePng({ width: picture.size, height: picture.size, rgb: rgbOfPixels(picture) });
}
