/**
 * The kernels that networks use, as nodes of ONNX.
 *
 * Source: https://github.com/onnx/onnx/blob/main/docs/Operators.md
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { AFFINE } from "../kernels/affine.ts";
import { BATCH_NORM_INFERENCE } from "../kernels/batch_norm_inference.ts";
import { BIAS } from "../kernels/bias.ts";
import { LAYER_NORM } from "../kernels/layer_norm.ts";
import type { GraphValue } from "./onnx_graph.ts";
import { affine, batchNorm, bias, layerNorm } from "./onnx_norms.ts";
import { feature, type Node, plain } from "./onnx_node.ts";
import { TRACE, type TraceBackend } from "./trace_backend.ts";

const conv2d: Node = (graph, { x, filter }, attrs) => {
  const { strides, pad, dilations, dataFormat, dimRoundingMode } = attrs as unknown as ConvAttrs;
  const info = tf.backend_util.computeConv2DInfo(
    x.shape as [number, number, number, number],
    filter.shape as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
  const { top, left, bottom, right } = info.padInfo;
  const name = graph.node("Conv", [graph.image(x), graph.arranged(filter, [3, 2, 0, 1])], {
    kernel_shape: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pads: [top, left, bottom, right],
  });
  return feature(name, info.outShape);
};

interface ConvAttrs {
  readonly strides: number | [number, number];
  readonly pad: "same" | "valid" | number;
  readonly dilations: number | [number, number];
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** A transposed convolution: what a convolution of the wanted shape would pad is cut off. */
const conv2dTranspose: Node = (graph, { dy, filter }, attrs) => {
  const { strides, pad, inputShape, dimRoundingMode } = attrs as unknown as ConvAttrs & {
    readonly inputShape: [number, number, number, number];
  };
  const info = tf.backend_util.computeConv2DInfo(
    inputShape,
    filter.shape as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  const { top, left, bottom, right } = info.padInfo;
  const missing = [
    info.inHeight - ((info.outHeight - 1) * info.strideHeight + info.filterHeight - top - bottom),
    info.inWidth - ((info.outWidth - 1) * info.strideWidth + info.filterWidth - left - right),
  ];
  const weight = graph.arranged(filter, [3, 2, 0, 1]);
  const name = graph.node("ConvTranspose", [graph.image(dy), weight], {
    kernel_shape: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    pads: [top, left, bottom, right],
    ...missing.some((n) => n > 0) && { output_padding: missing },
  });
  return feature(name, inputShape);
};

const matMul: Node = (graph, { a, b }, attrs) => {
  const operand = (value: GraphValue, turned: boolean) => {
    const order = value.shape.map((_, axis) => axis);
    if (turned) order.splice(-2, 2, order.at(-1)!, order.at(-2)!);
    return { name: graph.arranged(value, order), shape: order.map((axis) => value.shape[axis]) };
  };
  const left = operand(a, attrs.transposeA as boolean);
  const right = operand(b, attrs.transposeB as boolean);
  const shape = [...left.shape.slice(0, -1), right.shape.at(-1)!];
  return plain(graph.node("MatMul", [left.name, right.name]), shape);
};

const reshape: Node = (graph, { x }, { shape }) => {
  const size = tf.util.sizeFromShape([...x.shape]);
  const wanted = tf.util.inferFromImplicitShape(shape as unknown as number[], size);
  return plain(graph.reshaped(graph.plain(x), wanted), wanted);
};

const transpose: Node = (graph, { x }, { perm }) => {
  const order = perm as unknown as number[];
  const shape = order.map((axis) => x.shape[axis]);
  return plain(graph.node("Transpose", [graph.plain(x)], { perm: order }), shape);
};

const concat: Node = (graph, inputs, { axis }) => {
  const parts = Object.values(inputs), [first] = parts;
  const along = tf.util.parseAxisParam(axis as number, [...first.shape])[0];
  const shape = first.shape.map((n, i) =>
    i === along ? parts.reduce((sum, part) => sum + part.shape[i], 0) : n
  );
  return plain(
    graph.node("Concat", parts.map((part) => graph.plain(part)), { axis: along }),
    shape,
  );
};

const identity: Node = (_, { x }) => x;

/** Addition and its like, broadcast as tfjs and ONNX both do it. */
const arithmetic = (op: string): Node => (graph, { a, b }) => {
  const shape = tf.backend_util.assertAndGetBroadcastShape([...a.shape], [...b.shape]);
  if (!a.channelsFirst && !b.channelsFirst) {
    return plain(graph.node(op, [graph.plain(a), graph.plain(b)]), shape);
  }
  const wide = (value: GraphValue) => {
    if (value.channelsFirst) return value.name;
    const lengths = [...Array(4 - value.shape.length).fill(1), ...value.shape];
    return graph.image({
      ...value,
      name: graph.reshaped(graph.plain(value), lengths),
      shape: lengths,
      constant: undefined,
    });
  };
  return feature(graph.node(op, [wide(a), wide(b)]), shape);
};

const kernels: Readonly<Record<string, Node>> = {
  [tf.Conv2D]: conv2d,
  [tf.Conv2DBackpropInput]: conv2dTranspose,
  [tf.BatchMatMul]: matMul,
  [tf.Reshape]: reshape,
  [tf.Transpose]: transpose,
  [tf.Concat]: concat,
  [tf.Identity]: identity,
  [tf.Add]: arithmetic("Add"),
  [tf.Sub]: arithmetic("Sub"),
  [tf.Multiply]: arithmetic("Mul"),
  [tf.RealDiv]: arithmetic("Div"),
  [BIAS]: bias,
  [AFFINE]: affine,
  [BATCH_NORM_INFERENCE]: batchNorm,
  [LAYER_NORM]: layerNorm,
};

let registered = false;

/** Registers them for the backend that writes down; a second call does nothing. */
export function registerOnnxKernels(): void {
  if (registered) return;
  registered = true;
  for (const [kernelName, node] of Object.entries(kernels)) {
    tf.registerKernel({
      kernelName,
      backendName: TRACE,
      kernelFunc: ({ inputs, attrs, backend }) => {
        const trace = backend as TraceBackend;
        const values = Object.entries(inputs).map(([name, info]) =>
          [name, trace.graphValueOf(info as tf.TensorInfo)] as const
        );
        const made = node(trace.graph, Object.fromEntries(values), attrs ?? {});
        return Array.isArray(made)
          ? made.map((value) => trace.tensorOf(value))
          : trace.tensorOf(made);
      },
    });
  }
}
