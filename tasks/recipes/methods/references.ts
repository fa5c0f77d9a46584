/**
 * Translations that need no training: a score means little until it is held against theirs.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { readFirstImages } from "../../../lib/data/batches.ts";
import type { DataSet } from "../../../lib/data/image_set.ts";
import { meanImage } from "../../../lib/evaluation/mean_image.ts";
import type { Translator } from "../../../lib/translation/translator.ts";
import type { ReferenceMethod } from "./method.ts";

/** Training images of which the mean is taken, as many as `evaluate` takes. */
const MEAN_OF = 2000;

/** The input itself. */
const copy: ReferenceMethod = {
  name: "copy",
  doc: "no training: the input itself",
  translator: (data) => translator(data, [], (x) => x.clone()),
};

/** The mean training image of the target domain. */
const mean: ReferenceMethod = {
  name: "mean",
  doc: "no training: the mean training image of the target",
  translator(data) {
    const { domains, size } = data.train;
    const means = domains.map((_, c) =>
      tf.tensor4d(meanImage(data.train, c, MEAN_OF), [1, size, size, 3])
    );
    return translator(data, means, (x, target) => means[target].tile([x.shape[0], 1, 1, 1]));
  },
};

/**
 * The true counterpart of the nearest other input: retrieval from pairs.
 *
 * Differs from the neighbourScore of `evaluate` where two people look the same to the last pixel: here
 * neither is the other's neighbour.
 */
const neighbour: ReferenceMethod = {
  name: "neighbour",
  doc: "no training: the true counterpart of the nearest other input, which no method is told",
  needsPairs: true,
  translator({ heldOut, train }) {
    const { size, domains } = heldOut, shape = [heldOut.counts[0], size * size * 3] as const;
    const reals = domains.map((_, c) => tf.tensor2d(readFirstImages(heldOut, c), [...shape]));
    const nearest = (x: tf.Tensor2D, target: number) => {
      // Which domain x is of: the one that holds it, at distance 0. It is not its own neighbour.
      const others = reals.filter((_, c) => c !== target);
      const distances = others.map((rows) => rows.sub(x).abs().mean<tf.Tensor1D>(1));
      const all = tf.stack(distances).min<tf.Tensor1D>(0);
      const index = all.add(all.less(SAME).toFloat().mul(FAR)).argMin();
      return tf.gather(reals[target], index.expandDims(0));
    };
    return translator({ heldOut, train }, reals, (x, target) => {
      const rows = x.reshape<tf.Tensor2D>([x.shape[0], -1]);
      const found = Array.from(
        { length: x.shape[0] },
        (_, i) => nearest(rows.slice([i, 0], [1, -1]), target),
      );
      return tf.concat(found).reshape(x.shape);
    });
  },
};

/** Mean absolute errors below this are of one and the same image. */
const SAME = 1e-6;
/** Above any mean absolute error. */
const FAR = 10;

function translator(
  { heldOut: { domains, size } }: Pick<DataSet, "heldOut" | "train">,
  held: readonly tf.Tensor[],
  apply: (x: tf.Tensor4D, target: number) => tf.Tensor4D,
): Translator & Disposable {
  return {
    domains,
    size,
    parameters: 0,
    translate: (x, target) => tf.tidy(() => apply(x, target)),
    reconstruct: () => undefined,
    [Symbol.dispose]: () => tf.dispose([...held]),
  };
}

/** All of them. */
export const references: readonly ReferenceMethod[] = [copy, mean, neighbour];
