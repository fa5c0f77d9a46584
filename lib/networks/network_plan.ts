/**
 * A network before it is made: names, shapes and initial values of its variables. A plan takes no
 * memory.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Random } from "../random.ts";
import { type Network, networkOf } from "./network.ts";

/** W ~ N(0, 0.02), the standard deviation of every kernel's start. Source: public release. */
export const INIT_STDDEV = 0.02;

/** One variable that is to be made. */
export interface PlannedVariable {
  /** Length of each dimension. */
  readonly shape: readonly number[];
  /** Whether it is a weight that the optimizer moves, or a statistic. */
  readonly trained: boolean;
  /** Draws the given number of initial values. */
  readonly start: (random: Random, size: number) => Float32Array;
}

/** The variables of a network by name, in the order in which their initial values are drawn. */
export type NetworkPlan = Readonly<Record<string, PlannedVariable>>;

/** Collects the variables of a network. */
export class NetworkPlanner {
  readonly #variables: Record<string, PlannedVariable> = {};

  /** Adds a weight drawn from N(mean, stddev). */
  weight(name: string, shape: number[], mean: number = 0, stddev: number = INIT_STDDEV): this {
    return this.#add(
      name,
      shape,
      true,
      (random, size) => random.fillNormal(new Float32Array(size)).map((v) => mean + stddev * v),
    );
  }

  /** Adds a weight drawn from U(-limit, limit). */
  uniform(name: string, shape: number[], limit: number): this {
    return this.#add(
      name,
      shape,
      true,
      (random, size) => random.fillUniform(new Float32Array(size), -limit, limit),
    );
  }

  /** Adds a weight that starts at zero. */
  zeros(name: string, shape: number[]): this {
    return this.#add(name, shape, true, (_, size) => new Float32Array(size));
  }

  /** Adds a statistic that starts at one value. */
  statistic(name: string, shape: number[], value: number): this {
    return this.#add(name, shape, false, (_, size) => new Float32Array(size).fill(value));
  }

  /** Adds a statistic that starts at a random direction of length 1. */
  direction(name: string, size: number): this {
    return this.#add(name, [size], false, (random) => {
      const values = random.fillNormal(new Float32Array(size));
      const length = Math.hypot(...values) || 1;
      return values.map((v) => v / length);
    });
  }

  #add(
    name: string,
    shape: number[],
    trained: boolean,
    start: PlannedVariable["start"],
  ): this {
    this.#variables[name] = { shape, trained, start };
    return this;
  }

  /** What was collected. */
  plan(): NetworkPlan {
    return this.#variables;
  }
}

/** Makes a network, its variables drawn one after the other. */
export function startNetwork(plan: NetworkPlan, random: Random): Network {
  return fillNetwork(plan, (name) => {
    const { shape, start } = plan[name];
    return start(random, tf.util.sizeFromShape([...shape]));
  });
}

/**
 * Makes a network from existing values; nothing is drawn.
 *
 * @param plan its variables
 * @param valuesOf the values of one, row-major, as many as its shape has
 */
export function fillNetwork(
  plan: NetworkPlan,
  valuesOf: (name: string) => Float32Array,
): Network {
  const weights: Record<string, tf.Variable> = {}, statistics: Record<string, tf.Variable> = {};
  for (const [name, { shape, trained }] of Object.entries(plan)) {
    const values = valuesOf(name);
    (trained ? weights : statistics)[name] = tf.tidy(() =>
      tf.variable(tf.tensor(values, [...shape]), trained)
    );
  }
  return networkOf(weights, statistics);
}
