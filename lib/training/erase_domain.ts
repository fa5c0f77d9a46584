/**
 * Taking out of E what a linear classifier could read of the domain.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { Matrix } from "ml-matrix";
import type { Config } from "../config.ts";
import type { ImageSet } from "../data/image_set.ts";
import type { Network } from "../networks/network.ts";
import { encodeReals } from "./encode_reals.ts";
import { shrunkCovariance, solveSymmetric } from "./shrunk_covariance.ts";

/** An affine map of latents: z M + b. */
export interface AffineMap {
  /** M, [z][z]. */
  readonly matrix: number[][];
  /** b, [z]. */
  readonly shift: number[];
}

/**
 * The map after which all classes have the same mean, and that moves the rows least, measured by their
 * own covariance: z - D (D^T S^-1 D)^-1 D^T S^-1 (z - m), where m is the mean of all rows, S their
 * covariance and the columns of D are the classes' means less that of the last. No linear classifier
 * beats a constant on the mapped rows. Where the means are the same already, nothing is moved.
 *
 * Source: LEACE, Belrose et al., arXiv 2306.03819, theorem 4.2, for classes that count alike.
 *
 * @param classes N * width numbers of each class
 * @param width length of a row
 */
export function erasingMap(classes: readonly Float32Array[], width: number): AffineMap {
  const { mean, means, covariance } = shrunkCovariance(classes, width, "all");
  const apart = Matrix.zeros(width, classes.length - 1); // D
  for (let k = 0; k < classes.length - 1; k++) {
    apart.setColumn(k, Matrix.sub(means[k], means.at(-1)!).getRow(0));
  }
  const weighed = solveSymmetric(covariance, apart).transpose(); // D^T S^-1, (K - 1, z)
  const removed = apart.mmul(solveSymmetric(weighed.mmul(apart), weighed)); // (z, z), for columns
  const matrix = Matrix.sub(Matrix.eye(width, width), removed.transpose()); // for rows
  const shift = mean.mmul(removed.transpose());
  return { matrix: matrix.to2DArray(), shift: shift.getRow(0) };
}

/**
 * Puts {@linkcode erasingMap} of E(x) over real training images into E's last layer. z is drawn alike
 * for all domains, so what tells them apart in E(x) is not z, but it would get into every translation.
 *
 * Differs: not in the paper. It is a calibration of E on reals, in closed form; nothing is trained.
 *
 * @param config of the run
 * @param encoder E; its last layer is overwritten
 * @param images real training images
 */
export async function eraseDomain(
  config: Config,
  encoder: Network,
  images: ImageSet,
): Promise<void> {
  const classes = await encodeReals(config, encoder, images);
  const { matrix, shift } = erasingMap(classes, config.z);
  const kernel = encoder.weights["latent/kernel"], bias = encoder.weights["latent/bias"];
  tf.tidy(() => {
    const map = tf.tensor2d(matrix);
    kernel.assign(tf.matMul(kernel as unknown as tf.Tensor2D, map));
    bias.assign(tf.matMul(bias.reshape<tf.Tensor2D>([1, -1]), map).reshape([-1]).add(shift));
  });
}
