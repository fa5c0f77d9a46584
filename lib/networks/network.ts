/**
 * A network as data: named weights and statistics. The networks themselves are plain functions.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { lerp } from "../kernels/lerp.ts";

/** Variables by name. */
export type Variables = Readonly<Record<string, tf.Variable>>;

/** A network's variables. What a train step may move is exactly `weights`. */
export interface Network extends Disposable {
  /** What the optimizer moves. */
  readonly weights: Variables;
  /** What a forward pass in training estimates: batch norm's moving statistics, spectral norm's u. */
  readonly statistics: Variables;
}

/** New values of some statistics, by name, as a forward pass saw them. */
export type Observed = Record<string, tf.Tensor>;

/**
 * How a network is applied. With `observed`, batch norm uses the batch's own statistics and stores
 * them there, kept (tf.keep); the caller folds them in and disposes of them. Without it, batch norm
 * uses the moving statistics and stores nothing.
 */
export interface Mode {
  /** Present in training, absent in inference. */
  readonly observed?: Observed;
}

function zeros({ shape, trainable }: tf.Variable): tf.Variable {
  return tf.tidy(() => tf.variable(tf.zeros(shape), trainable));
}

/** A network of variables that exist. */
export function networkOf(weights: Variables, statistics: Variables): Network {
  return {
    weights,
    statistics,
    [Symbol.dispose]() {
      disposeNetwork(this);
    },
  };
}

/** Every variable of a network under one name space: weights and statistics. */
export function networkVariables(network: Network): Variables {
  return { ...network.weights, ...network.statistics };
}

/** A copy with memory of its own. */
export function copyNetwork(network: Network): Network {
  const copy = (variables: Variables) =>
    Object.fromEntries(
      Object.entries(variables).map(([name, v]) => [name, zeros(v)]),
    );
  const result = networkOf(copy(network.weights), copy(network.statistics));
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
 * Folds the statistics that a training pass observed into the moving ones, and disposes of them:
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

/** Variables under names that begin with a prefix. */
export function prefixed(prefix: string, variables: Variables): Variables {
  return Object.fromEntries(
    Object.entries(variables).map(([name, v]) => [`${prefix}/${name}`, v]),
  );
}

/** Those of one network among several, by their own names: what {@linkcode prefixed} has undone. */
export function unprefixed<T>(prefix: string, all: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => name.startsWith(`${prefix}/`))
      .map(([name, value]) => [name.slice(prefix.length + 1), value]),
  );
}
