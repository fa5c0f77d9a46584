/**
 * The fused kernels at the end of a layer, as nodes of ONNX: normalisation, bias, activation.
 *
 * @module
 */
import { type Activation, LEAKY_SLOPE } from "../kernels/activation.ts";
import type { GraphValue, OnnxGraph } from "./onnx_graph.ts";
import { feature, type Node, plain } from "./onnx_node.ts";

/** Two or more dimensions, channels first where there are four. */
const channelled = (graph: OnnxGraph, x: GraphValue) =>
  x.shape.length === 4 ? graph.image(x) : graph.plain(x);

function activated(graph: OnnxGraph, name: string, activation: Activation): string {
  switch (activation) {
    case "linear":
      return name;
    case "relu":
      return graph.node("Relu", [name]);
    case "leakyRelu":
      return graph.node("LeakyRelu", [name], { alpha: LEAKY_SLOPE });
    case "tanh":
      return graph.node("Tanh", [name]);
  }
}

/** A number a channel, [C] or [B, C], in the shape in which it meets x. */
function perChannel(graph: OnnxGraph, value: GraphValue, x: GraphValue): string {
  const { shape } = value, order = shape.map((_, axis) => axis);
  const wide = x.shape.length === 4 ? [...shape, 1, 1] : shape;
  return graph.arranged(value, order, wide);
}

/** y = act(x + b). */
export const bias: Node = (graph, { x, bias }, { activation }) => {
  const [channels] = bias.shape, shape = x.shape.length === 4 ? [channels, 1, 1] : [channels];
  const sum = graph.node("Add", [channelled(graph, x), graph.arranged(bias, [0], shape)]);
  return feature(activated(graph, sum, activation as Activation), x.shape);
};

/** y = act(scale * x + shift). */
export const affine: Node = (graph, { x, scale, shift }, { activation }) => {
  const scaled = graph.node("Mul", [channelled(graph, x), perChannel(graph, scale, x)]);
  const sum = graph.node("Add", [scaled, perChannel(graph, shift, x)]);
  return feature(activated(graph, sum, activation as Activation), x.shape);
};

/** gamma and beta of a sample's own meet x as [B, C, 1, 1]; their product with c is in the graph. */
export const batchNorm: Node = (
  graph,
  { x, gamma, beta, mean, variance },
  { epsilon, activation },
) => {
  if (gamma.shape.length === 1) {
    const parameters = [gamma, beta, mean, variance].map((value) => graph.plain(value));
    const inputs = [channelled(graph, x), ...parameters];
    const y = graph.node("BatchNormalization", inputs, { epsilon: epsilon as number });
    return feature(activated(graph, y, activation as Activation), x.shape);
  }
  const added = constantOf(epsilon as number), { shape } = variance;
  const root = graph.node("Sqrt", [graph.node("Add", [graph.plain(variance), graph.plain(added)])]);
  const scale = graph.node("Div", [graph.plain(gamma), root]);
  const shift = graph.node("Sub", [
    graph.plain(beta),
    graph.node("Mul", [scale, graph.plain(mean)]),
  ]);
  const parameter = (name: string) => plain(name, [gamma.shape[0], ...shape]);
  return affine(graph, { x, scale: parameter(scale), shift: parameter(shift) }, { activation });
};

const constantOf = (value: number): GraphValue => ({
  name: "constant",
  shape: [],
  constant: { name: "constant", values: () => new Float32Array([value]), exact: true },
});

/** Mean and variance are those of a sample over all but its first axis. */
export const layerNorm: Node = (graph, { x, gamma, beta }, { epsilon, activation }) => {
  const image = channelled(graph, x), axes = x.shape.slice(1).map((_, i) => i + 1);
  const mean = (name: string) => graph.node("ReduceMean", [name], { axes, keepdims: 1 });
  const centred = graph.node("Sub", [image, mean(image)]);
  const variance = mean(graph.node("Mul", [centred, centred]));
  const added = graph.plain(constantOf(epsilon as number));
  const root = graph.node("Sqrt", [graph.node("Add", [variance, added])]);
  const normal = feature(graph.node("Div", [centred, root]), x.shape);
  // The kernel has mean and variance as further outputs, which only a gradient wants.
  return [affine(graph, { x: normal, scale: gamma, shift: beta }, { activation }) as GraphValue];
};
