/**
 * What E reads off real training images.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { readFirstImages } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import { applyEncoder } from "../networks/encoder.ts";
import type { Network } from "../networks/network.ts";

/** At most so many training images of each domain are looked at. */
const COUNT = 2000;
/** Images in a batch. */
const BATCH = 64;

/**
 * E(x) of the first training images of each domain, at most 2,000, in inference mode.
 *
 * @param config of the run
 * @param encoder E
 * @param images real training images
 * @returns for each domain N * config.z numbers
 */
export async function encodeReals(
  config: Config,
  encoder: Network,
  images: ImageSet,
): Promise<Float32Array[]> {
  const classes: Float32Array[] = [];
  for (const c of images.domains.keys()) {
    classes.push(await encodeDomain(config, encoder, images, c));
  }
  return classes;
}

async function encodeDomain(
  config: Config,
  encoder: Network,
  images: ImageSet,
  c: number,
): Promise<Float32Array> {
  const values = readFirstImages(images, c, COUNT), pixels = config.size ** 2 * 3;
  const count = values.length / pixels, out = new Float32Array(count * config.z);
  for (let start = 0; start < count; start += BATCH) {
    const batch = Math.min(BATCH, count - start);
    const z = tf.tidy(() =>
      applyEncoder(
        config,
        encoder,
        tf.tensor4d(
          values.subarray(start * pixels, (start + batch) * pixels),
          [batch, config.size, config.size, 3],
        ),
      )
    );
    out.set(await z.data<"float32">(), start * config.z);
    z.dispose();
  }
  return out;
}
