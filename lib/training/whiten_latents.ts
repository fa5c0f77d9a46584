/**
 * Other coordinates for z, in which what E reads off real images is spread as random z is.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { CholeskyDecomposition, inverse, Matrix } from "ml-matrix";
import type { ImageSet } from "../data/image_set.ts";
import type { Model } from "../networks/model.ts";
import type { Network } from "../networks/network.ts";
import { encodeReals } from "./encode_reals.ts";
import { shrunkCovariance } from "./shrunk_covariance.ts";

/** The way to the new coordinates, and back; both for rows. */
export interface Whitening {
  /** W, [z][z]: the rows z W have the second moments of N(0, 1). */
  readonly to: number[][];
  /** The inverse of W. */
  readonly back: number[][];
}

/**
 * With S = mean of z^T z over the rows, every class counting alike, and S = L L^T (Cholesky), the rows
 * z L^-T have second moments of 1 and no correlation.
 *
 * @param classes N * width numbers of each class
 * @param width length of a row
 */
export function whitening(classes: readonly Float32Array[], width: number): Whitening {
  const { mean, covariance } = shrunkCovariance(classes, width, "all");
  const second = Matrix.add(covariance, mean.transpose().mmul(mean));
  const symmetric = Matrix.add(second, second.transpose()).div(2);
  const lower = new CholeskyDecomposition(symmetric).lowerTriangularMatrix;
  return {
    to: inverse(lower).transpose().to2DArray(),
    back: lower.transpose().to2DArray(),
  };
}

/**
 * Puts {@linkcode whitening} of E(x) over real training images into the last layer of E and the first
 * of G, and into D's head of z. G(E(x), c) is the same as before. But G(z, c) of a random z now looks
 * like G(E(x), c) of a real image, since the two z are spread alike. Where E learnt beside G, the
 * coordinates of E(x) have a variance of 1 each and are far from independent, so that hardly any random
 * z lies where E(x) does.
 *
 * Differs: not in the paper. Source: the density that is fitted after training in "From variational to
 * deterministic autoencoders", Ghosh et al., arXiv 1903.12436, section 4.2, here a normal distribution
 * without its mean, folded into the weights.
 *
 * @param model its G, average, D and E are changed
 * @param images real training images
 */
export async function whitenLatents(model: Model, images: ImageSet): Promise<void> {
  const { config, generator, average, discriminator, encoder } = model;
  const maps = whitening(await encodeReals(config, encoder, images), config.z);
  tf.tidy(() => {
    const to = tf.tensor2d(maps.to), back = tf.tensor2d(maps.back);
    mapHead(encoder, to);
    if (config.zWeight > 0) mapHead(discriminator, to);
    for (const network of new Set([generator, average])) mapFirst(network, back);
  });
}

/** A head that reads z reads z W. */
function mapHead({ weights }: Network, to: tf.Tensor2D): void {
  const kernel = weights["latent/kernel"], bias = weights["latent/bias"];
  kernel.assign(tf.matMul(kernel as tf.Tensor as tf.Tensor2D, to));
  bias.assign(tf.matMul(bias.reshape<tf.Tensor2D>([1, -1]), to).reshape([-1]));
}

/** G's first layer takes z W for what z was. After z come the places of c's embedding, if it has one. */
function mapFirst({ weights }: Network, back: tf.Tensor2D): void {
  const kernel = weights["dense/kernel"], z = back.shape[0];
  const [rows, columns] = kernel.shape as [number, number];
  const [ofZ, ofC] = tf.split(kernel as tf.Tensor as tf.Tensor2D, [z, rows - z]);
  kernel.assign(tf.concat([tf.matMul(back, ofZ), ofC.reshape([rows - z, columns])]));
}
