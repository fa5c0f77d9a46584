/**
 * The passes over [B, ..., C] that bias, affine and batch norm are made of.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Activation } from "../activation.ts";
import type { Division } from "./division.ts";
import { addressOf, pool, scratch } from "./heap.ts";

/** The activations by the numbers of assembly/activation.ts. */
const activations: readonly Activation[] = ["linear", "relu", "leakyRelu", "tanh"];

/** The number by which the module knows an activation. */
export function activationNumber(attrs: Record<string, unknown>): number {
  return activations.indexOf(attrs.activation as Activation);
}

/** Per-channel numbers; what is missing is mean 0, variance 1 - epsilon, scale 1, shift 0. */
export interface ChannelVectors {
  /** [C], subtracted from x. */
  readonly mean?: tf.TensorInfo;
  /** [C]; rstd is 1 / sqrt(variance + epsilon). */
  readonly variance?: tf.TensorInfo;
  /** [C] or [B, C], before it is multiplied by rstd. */
  readonly scale?: tf.TensorInfo;
  /** The shape of scale. */
  readonly shift?: tf.TensorInfo;
  /** Added to the variance. */
  readonly epsilon?: number;
}

/** Lays the per-channel numbers out as assembly/vectors.ts describes, and returns the address. */
export function writeVectors(division: Division, vectors: ChannelVectors): number {
  const { period, channels, groups } = division;
  const table = scratch("vectors", period * 4 * (2 + 2 * groups));
  const address = (tensor?: tf.TensorInfo) => tensor ? addressOf(tensor) : 0;
  pool().run("writeVectors", 1, [
    table,
    channels,
    groups,
    address(vectors.mean),
    address(vectors.variance),
    address(vectors.scale),
    address(vectors.shift),
    vectors.epsilon ?? 0,
  ]);
  return table;
}

/** y = act((x - mean) * scale + shift), with the table that writeVectors wrote. */
export function scaleShift(
  x: tf.TensorInfo,
  y: tf.TensorInfo,
  table: number,
  division: Division,
  activation: number,
): void {
  const { channels, groups, elements, chunk, chunks, small } = division;
  pool().run("scaleShift", groups * chunks, [
    addressOf(x),
    addressOf(y),
    table,
    channels,
    groups,
    elements,
    chunk,
    chunks,
    activation,
  ], small);
}

/** The tensors of {@linkcode gradientSums}. */
export interface GradientSums {
  /** Gradient by the output. */
  readonly dy: tf.TensorInfo;
  /** The input, or the output y. */
  readonly x: tf.TensorInfo;
  /** Which of the two x is. */
  readonly xIsOutput: boolean;
  /** Written with dy * act' * scale, if there. */
  readonly dx?: tf.TensorInfo;
  /** Written with the sums of g * xHat over each group and channel, if there. */
  readonly dscale?: tf.TensorInfo;
  /** Written with the sums of g. */
  readonly dshift: tf.TensorInfo;
}

/** The sums of a backward pass; see assembly/gradient_sums.ts. */
export function gradientSums(
  tensors: GradientSums,
  table: number,
  division: Division,
  activation: number,
): void {
  const { period, channels, groups, elements, chunk, chunks, small } = division;
  const partials = scratch("partials", groups * chunks * period * 8);
  pool().run("gradientSums", groups * chunks, [
    addressOf(tensors.dy),
    addressOf(tensors.x),
    tensors.dx ? addressOf(tensors.dx) : 0,
    table,
    channels,
    groups,
    elements,
    chunk,
    chunks,
    activation,
    Number(tensors.xIsOutput),
    partials,
  ], small);
  pool().run("joinSums", 1, [
    partials,
    channels,
    groups,
    chunks,
    tensors.dscale ? addressOf(tensors.dscale) : 0,
    addressOf(tensors.dshift),
  ]);
}
