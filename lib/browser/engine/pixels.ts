/**
 * Images of the networks as pixels for a canvas, and back.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { byteOfUnit } from "../../images/unit_range.ts";
import type { Pixels } from "./messages.ts";

/**
 * Reads images from the device and disposes of them.
 *
 * @param images [B, size, size, 3] in [-1, 1]
 * @param read waits for a tensor's numbers
 */
export async function pixelsOf(
  images: tf.Tensor4D,
  read: (tensor: tf.Tensor) => Promise<Float32Array>,
): Promise<Pixels[]> {
  const [count, size] = images.shape, values = await read(images);
  images.dispose();
  return Array.from({ length: count }, (_, i) => {
    const pixels = size * size, rgba = new Uint8ClampedArray(pixels * 4).fill(255);
    for (let p = 0, from = i * pixels * 3; p < pixels; p++) {
      for (let k = 0; k < 3; k++) rgba[p * 4 + k] = byteOfUnit(values[from++]);
    }
    return { size, rgba };
  });
}

/** Bytes of an RGB picture as pixels. */
export function pixelsOfRgb(rgb: Uint8Array, size: number): Pixels {
  const rgba = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let p = 0; p < size * size; p++) {
    for (let k = 0; k < 3; k++) rgba[p * 4 + k] = rgb[p * 3 + k];
  }
  return { size, rgba };
}

/** The RGB bytes of pixels. */
export function rgbOfPixels({ size, rgba }: Pixels): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(size * size * 3);
  for (let p = 0; p < size * size; p++) {
    for (let k = 0; k < 3; k++) rgb[p * 3 + k] = rgba[p * 4 + k];
  }
  return rgb;
}
