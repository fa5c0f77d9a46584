/**
 * BatchMatMul, either operand transposed or not, read where it lies.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Operand } from "./described_product.ts";
import { gemm } from "./gemm.ts";
import type { GpuBackend } from "./gpu_backend.ts";
import type { KernelCall } from "./own_kernel.ts";

/** The kernel function of BatchMatMul; undefined for what only tfjs' own kernel covers. */
export function batchMatMul({ inputs, attrs, backend }: KernelCall): tf.TensorInfo | undefined {
  const { a, b } = inputs;
  const covered = [a, b].every((t) => t.dtype === "float32" && !t.shape.includes(0));
  const batchesA = a.shape.slice(0, -2), batchesB = b.shape.slice(0, -2);
  const sizeA = tf.util.sizeFromShape(batchesA), sizeB = tf.util.sizeFromShape(batchesB);
  // A batch of one is broadcast; other broadcasts are rare and left to tfjs.
  const alike = sizeA === 1 || sizeB === 1 || tf.util.arraysEqual(batchesA, batchesB);
  const innerA = a.shape.at(attrs.transposeA ? -2 : -1);
  const innerB = b.shape.at(attrs.transposeB ? -1 : -2);
  if (!covered || !alike || innerA !== innerB) return undefined; // tfjs says what does not fit
  return matMul(backend, a, b, {
    transposeA: attrs.transposeA as boolean,
    transposeB: attrs.transposeB as boolean,
    outBatch: tf.broadcast_util.assertAndGetBroadcastShape(batchesA, batchesB),
  });
}

function matMul(
  backend: GpuBackend,
  a: tf.TensorInfo,
  b: tf.TensorInfo,
  settings: { transposeA: boolean; transposeB: boolean; outBatch: readonly number[] },
): tf.TensorInfo {
  const { transposeA, transposeB, outBatch } = settings;
  const [heightA, widthA] = a.shape.slice(-2), [heightB, widthB] = b.shape.slice(-2);
  const m = transposeA ? widthA : heightA, k = transposeA ? heightA : widthA;
  const n = transposeB ? heightB : widthB, groups = tf.util.sizeFromShape([...outBatch]);
  const one = (t: tf.TensorInfo) => tf.util.sizeFromShape(t.shape.slice(0, -2)) === 1;
  return gemm(backend, {
    key: `matMul ${[m, n, k, groups, transposeA, transposeB, one(a), one(b)]}`,
    m,
    n,
    k,
    groups,
    storage: "f32", // a network's dense layers cost little, and one of them makes its answer
    a,
    b,
    outShape: [...outBatch, m, n],
    write: () => ({
      constants: "",
      a: operand(transposeA ? "outer" : "k", m, k, one(a)),
      b: operand(transposeB ? "k" : "outer", n, k, one(b)),
      rowStart: `return i32(group * ${m * n}u + row * ${n}u);`,
    }),
  });
}

function operand(along: Operand["along"], outer: number, k: number, broadcast: boolean): Operand {
  const [outerStep, kStep] = along === "k" ? [k, 1] : [1, outer];
  return {
    along,
    vector: (along === "k" ? k : outer) % 4 === 0,
    place: `return vec4<i32>(i32(outer), ${broadcast ? "0" : `i32(group) * ${outer * k}`}, 0, 0);`,
    index: `
  let inside = at.x < ${outer} && i32(k) < ${k};
  return select(-1, at.y + at.x * ${outerStep} + i32(k) * ${kStep}, inside);`,
  };
}
