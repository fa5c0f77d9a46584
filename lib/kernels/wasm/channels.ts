/**
 * The division of [B, ..., C] into groups that share scale and shift, and of these into chunks that
 * the threads take.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { addressOf, pool, scratch } from "./heap.ts";
import type { Activation } from "../activation.ts";

/** Elements of a chunk, about: x and dy of one fit the first-level cache's neighbour. */
const CHUNK = 8192;
/** The activations by the numbers of assembly/activation.ts. */
const activations: readonly Activation[] = ["linear", "relu", "leakyRelu", "tanh"];

/** The number by which the module knows an activation. */
export function activationNumber(attrs: Record<string, unknown>): number {
  return activations.indexOf(attrs.activation as Activation);
}

/** How a tensor is divided. */
export interface Division {
  /** C. */
  readonly channels: number;
  /** The least multiple of C that 4 divides. */
  readonly period: number;
  /** Parts of x with parameters of their own: 1, or B. */
  readonly groups: number;
  /** Elements of a group. */
  readonly elements: number;
  /** Elements of a chunk, a multiple of period. */
  readonly chunk: number;
  /** Chunks of a group. */
  readonly chunks: number;
  /** Whether one thread is enough. */
  readonly small: boolean;
}

/**
 * Divides x = [B, ..., C]. It depends on the shapes alone, so sums come out the same on any number
 * of threads.
 *
 * @param parameterShape shape of scale and shift, [C] or [B, C]
 */
export function divide(shape: readonly number[], parameterShape: readonly number[]): Division {
  const channels = shape[shape.length - 1];
  const period = channels % 4 === 0 ? channels : channels % 2 === 0 ? channels * 2 : channels * 4;
  const groups = parameterShape.length === 1 ? 1 : parameterShape[0];
  const size = shape.reduce((product, side) => product * side, 1);
  const elements = size / groups;
  const chunk = period * Math.max(1, Math.floor(CHUNK / period));
  const chunks = Math.ceil(elements / chunk);
  return { channels, period, groups, elements, chunk, chunks, small: size < 4 * CHUNK };
}

/** Per-channel numbers; what is missing is mean 0, variance 1 - epsilon, scale 1, shift 0. */
export interface ChannelVectors {
  readonly mean?: tf.TensorInfo;
  readonly variance?: tf.TensorInfo;
  readonly scale?: tf.TensorInfo;
  readonly shift?: tf.TensorInfo;
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
  readonly dy: tf.TensorInfo;
  /** The input, or the output y. */
  readonly x: tf.TensorInfo;
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
