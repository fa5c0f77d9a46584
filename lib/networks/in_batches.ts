/**
 * A network over more rows than fit in one batch.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { rowsAlone } from "../kernels/rows_alone.ts";

/** Rows for {@linkcode inBatches}. */
export interface Rows {
  /** The numbers of all rows, one row after the other. */
  readonly values: Float32Array;
  /** The shape of one row, e.g. [size, size, 3]. */
  readonly shape: readonly number[];
}

/** What `apply` returns for one batch: tensors whose first axis is the batch. */
export type Outputs = readonly tf.Tensor[];

/**
 * Applies a function to batches of one fixed size and joins its outputs. The last batch is filled
 * up with zeros, and their outputs are dropped. So every call sees the same shapes, which spares
 * WebGPU a compilation and a set of buffers. `apply` must treat each row on its own; what it makes of
 * a row is the same to the bit whatever the batch.
 *
 * @param rows N rows
 * @param batch rows in a batch
 * @param apply called inside tf.tidy with [batch, ...shape]
 * @returns each output's N rows, one after the other
 * @throws TypeError if the values are not a whole number of rows
 */
export async function inBatches(
  rows: Rows,
  batch: number,
  apply: (x: tf.Tensor) => Outputs,
): Promise<Float32Array[]> {
  const { values, shape } = rows, width = tf.util.sizeFromShape([...shape]);
  const count = values.length / width;
  if (!Number.isInteger(count)) {
    throw new TypeError(`${values.length} values are not a whole number of rows [${shape}]`);
  }
  let results: Float32Array[] = [];
  for (let start = 0; start < count; start += batch) {
    const filled = new Float32Array(batch * width);
    filled.set(values.subarray(start * width, (start + batch) * width));
    const outputs = tf.tidy(() =>
      rowsAlone(() => [...apply(tf.tensor(filled, [batch, ...shape]))])
    );
    const parts = await Promise.all(outputs.map((t) => t.data<"float32">()));
    tf.dispose(outputs);
    if (start === 0) results = parts.map((part) => new Float32Array(count * part.length / batch));
    parts.forEach((part, i) => {
      const wide = part.length / batch, kept = Math.min(batch, count - start);
      results[i].set(part.subarray(0, kept * wide), start * wide);
    });
  }
  return results;
}
