/**
 * What E reads off real training images.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { readFirstImages } from "../data/batches.ts";
import type { ImageSet } from "../data/image_set.ts";
import { applyEncoder } from "../networks/encoder.ts";
import { inBatches } from "../networks/in_batches.ts";
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
    const values = readFirstImages(images, c, COUNT), shape = [config.size, config.size, 3];
    const [z = new Float32Array()] = await inBatches(
      { values, shape },
      BATCH,
      (x) => [applyEncoder(config, encoder, x as tf.Tensor4D)],
    );
    classes.push(z);
  }
  return classes;
}
