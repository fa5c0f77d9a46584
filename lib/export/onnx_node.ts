/**
 * What stands in for a kernel: a function that adds nodes to the graph.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { GraphValue, OnnxGraph } from "./onnx_graph.ts";

/** A kernel's inputs by name, in their order. */
export type Inputs = Readonly<Record<string, GraphValue>>;

/** Adds what a kernel does, and says what comes of it: a list where the kernel gives one. */
export type Node = (
  graph: OnnxGraph,
  inputs: Inputs,
  attrs: tf.NamedAttrMap,
) => GraphValue | GraphValue[];

/** An image, a feature map or rows of features that a node has made. */
export const feature = (name: string, shape: readonly number[]): GraphValue => ({
  name,
  shape,
  channelsFirst: shape.length === 4,
});

/** A tensor that a node has made, its axes in the order of the shape. */
export const plain = (name: string, shape: readonly number[]): GraphValue => ({ name, shape });
