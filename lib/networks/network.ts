/**
 * A network as data: named weights and statistics. The networks themselves are plain functions.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { lerp } from "../kernels/lerp.ts";
import type { Random } from "../random.ts";

/** Variables by name. */
export type Variables = Readonly<Record<string, tf.Variable>>;

/** A network's variables. What a train step may move is exactly `weights`. */
export interface Network {
  /** What the optimizer moves. */
  readonly weights: Variables;
  /** What a forward pass in training estimates: batch norm's moving statistics, spectral norm's u. */
  readonly statistics: Variables;
}

/** New values of some statistics, by name, as a forward pass saw them. */
export type Observed = Record<string, tf.Tensor>;

/**
 * How a network is applied. With `observed`, batch norm uses the batch's own statistics and leaves
 * them there, kept (tf.keep), for the caller to fold in and dispose of; without, it uses the moving
 * ones and nothing is left anywhere.
 */
export interface Mode {
  /** Present in training, absent in inference. */
  readonly observed?: Observed;
}

/** W ~ N(0, 0.02), the standard deviation of every kernel's start. Source: public release. */
export const INIT_STDDEV = 0.02;

/** Collects the variables of a network under construction. */
export class NetworkBuilder {
  readonly #random: Random;
  readonly #weights: Record<string, tf.Variable> = {};
  readonly #statistics: Record<string, tf.Variable> = {};

  /** Starts with no variable; `random` is where the initial values come from. */
  constructor(random: Random) {
    this.#random = random;
  }

  /** Adds a weight drawn from N(mean, stddev). */
  weight(name: string, shape: number[], mean: number = 0, stddev: number = INIT_STDDEV): this {
    const values = this.#random.fillNormal(new Float32Array(tf.util.sizeFromShape(shape)));
    this.#weights[name] = variable(values.map((v) => mean + stddev * v), shape, true);
    return this;
  }

  /** Adds a weight drawn from U(-limit, limit). */
  uniform(name: string, shape: number[], limit: number): this {
    const values = new Float32Array(tf.util.sizeFromShape(shape));
    this.#weights[name] = variable(this.#random.fillUniform(values, -limit, limit), shape, true);
    return this;
  }

  /** Adds a weight that starts at zero. */
  zeros(name: string, shape: number[]): this {
    this.#weights[name] = filled(shape, 0, true);
    return this;
  }

  /** Adds a statistic that starts at one value. */
  statistic(name: string, shape: number[], value: number): this {
    this.#statistics[name] = filled(shape, value, false);
    return this;
  }

  /** Adds a statistic that starts at a random direction of length 1. */
  direction(name: string, size: number): this {
    const values = this.#random.fillNormal(new Float32Array(size));
    const length = Math.hypot(...values) || 1;
    this.#statistics[name] = variable(values.map((v) => v / length), [size], false);
    return this;
  }

  /** The finished network. */
  build(): Network {
    return { weights: this.#weights, statistics: this.#statistics };
  }
}

function variable(values: Float32Array, shape: number[], trainable: boolean): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor(values, shape), trainable));
}

function filled(shape: number[], value: number, trainable: boolean): tf.Variable {
  return variable(new Float32Array(tf.util.sizeFromShape(shape)).fill(value), shape, trainable);
}

/** Every variable of a network under one name space: weights and statistics. */
export function networkVariables(network: Network): Variables {
  return { ...network.weights, ...network.statistics };
}

/** A copy with memory of its own. */
export function copyNetwork(network: Network): Network {
  const copy = (variables: Variables) =>
    Object.fromEntries(
      Object.entries(variables).map(([name, v]) => [name, filled(v.shape, 0, v.trainable)]),
    );
  const result = { weights: copy(network.weights), statistics: copy(network.statistics) };
  assignNetwork(result, network);
  return result;
}

/** Copies the values of one network into another of the same shape, exactly. */
export function assignNetwork(target: Network, source: Network): void {
  followNetwork(target, source, 1);
}

/**
 * target += weight * (source - target), over weights and statistics alike, so that an average of G
 * carries batch norm's moving statistics too.
 */
export function followNetwork(target: Network, source: Network, weight: number): void {
  const to = networkVariables(target), from = networkVariables(source);
  lerp(Object.keys(to).map((name) => ({ target: to[name], source: from[name] })), weight);
}

/**
 * Folds what a training pass observed into the moving statistics and disposes of it:
 * moving += (1 - momentum) * (observed - moving). Spectral norm's u is replaced.
 */
export function foldStatistics(network: Network, observed: Observed, momentum: number): void {
  const slots = (replaced: boolean) =>
    Object.entries(observed).filter(([name]) => name.endsWith("/u") === replaced)
      .map(([name, source]) => ({ target: network.statistics[name], source }));
  const moving = slots(false), directions = slots(true);
  if (moving.length) lerp(moving, 1 - momentum);
  if (directions.length) lerp(directions, 1);
  tf.dispose(observed);
}

/** Number of trained numbers. */
export function countParameters(network: Network): number {
  return Object.values(network.weights).reduce((sum, v) => sum + v.size, 0);
}

/** Frees the memory of a network. */
export function disposeNetwork(network: Network): void {
  tf.dispose(Object.values(networkVariables(network)));
}
