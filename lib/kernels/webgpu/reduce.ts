/**
 * tfjs' Sum and Mean over axes that are neighbours but not the last: N, H and W of images, where tfjs
 * would transpose first; and over all axes at once, where tfjs would use one workgroup.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { columnSums } from "./column_sums.ts";
import { type KernelCall, replaceKernel } from "./own_kernel.ts";

/** Below this many elements tfjs' own single dispatch is as good. */
const WORTH_IT = 1024;

/** Registers Sum and Mean over tfjs' own, which keep the other cases. */
export function registerReduce(): void {
  replaceKernel("Sum", (call) => reduce(call, "sum"));
  replaceKernel("Mean", (call) => reduce(call, "mean"));
}

function reduce({ inputs: { x }, attrs, backend }: KernelCall, kind: "sum" | "mean") {
  const axes = tf.util.parseAxisParam(attrs.axis as number | number[], x.shape)
    .sort((a, b) => a - b);
  const first = axes[0], last = axes[axes.length - 1];
  const neighbours = axes.length > 0 && last - first + 1 === axes.length;
  const sizeOf = (from: number, to?: number) => tf.util.sizeFromShape(x.shape.slice(from, to));
  const size = sizeOf(0);
  if (x.dtype !== "float32" || !neighbours || size < WORTH_IT) return undefined;
  const groups = sizeOf(0, first), rows = sizeOf(first, last + 1), columns = sizeOf(last + 1);
  if (columns === 1 && groups > 1) return undefined;
  const [outShape] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = attrs.keepDims ? tf.backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
  const [result] = columnSums(backend, {
    key: kind,
    groups,
    rows,
    columns,
    reads: { x },
    sums: 1,
    each: "sum0 += x[i];",
    outputs: { out: shape },
    finish: `out[p] = total0 * ${kind === "mean" ? `${1 / rows}` : "1.0"};`,
  });
  return result;
}
