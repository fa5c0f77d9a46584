/**
 * The reader's answers on any number of images, outside tensors.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { inBatches } from "../../networks/in_batches.ts";
import { applyAttributeProbe, type AttributeProbe } from "./attribute_probe.ts";
import { keptAttributes } from "./kept_attributes.ts";

/**
 * Reads the kept attributes of N images.
 *
 * @param probe the reader
 * @param images N * size * size * 3 numbers in [-1, 1]
 * @param batch images in a batch
 * @returns for each of {@linkcode keptAttributes} N labels
 * @throws TypeError if the numbers are not a whole number of images
 */
export async function readAttributes(
  probe: AttributeProbe,
  images: Float32Array,
  batch: number,
): Promise<number[][]> {
  const rows = { values: images, shape: [probe.size, probe.size, 3] };
  const logits = await inBatches(rows, batch, (x) => applyAttributeProbe(probe, x as tf.Tensor4D));
  return keptAttributes.map(({ values }, i) => largest(logits[i] ?? [], values.length));
}

/** The index of the largest number in each row. */
function largest(values: ArrayLike<number>, width: number): number[] {
  return Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let k = 1; k < width; k++) {
      if (values[row * width + k] > values[row * width + best]) best = k;
    }
    return best;
  });
}
