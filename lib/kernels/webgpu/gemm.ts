/**
 * Matrix products whose operands are described, not stored: out = A B, where a few lines of WGSL say
 * where element (row, k) of A and element (k, column) of B lie. Convolutions, their gradients and
 * MatMul differ in these lines only.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Split, Tile } from "./choose_tile.ts";
import type { Gemm } from "./described_product.ts";
import { dispatch } from "./dispatch.ts";
import { writeGemm } from "./gemm_wgsl.ts";
import { emptyTensor, type GpuBackend } from "./gpu_backend.ts";
import { programFor, type Shader } from "./program.ts";
import { type ShaderStyle, shaderStyle } from "./shader_style.ts";
import { writeShortGemm } from "./short_gemm_wgsl.ts";
import { addParts } from "./split_sum.ts";
import { planOf } from "./tile_book.ts";

/** Computes a product; the caller owns the result. */
export function gemm(backend: GpuBackend, product: Gemm): tf.TensorInfo {
  const { tile, split, programKey } = planOf(backend, product);
  const style = shaderStyle(backend);
  const program = programFor(backend, programKey, () => writeProduct(product, tile, split, style));
  if (split.parts === 1) {
    const out = emptyTensor(backend, product.outShape);
    dispatch(backend, program, [product.a, product.b, out]);
    return out;
  }
  const parts = emptyTensor(backend, [split.parts, ...product.outShape]);
  dispatch(backend, program, [product.a, product.b, parts]);
  const out = addParts(backend, parts, product.outShape);
  backend.disposeData(parts.dataId);
  return out;
}

/** The shader of a product under a tile; a short one has none, and is for float32 alone. */
export function writeProduct(
  product: Gemm,
  tile: Tile,
  split: Split,
  style: ShaderStyle = "fast",
): Shader {
  const { storage } = product;
  const plan = {
    label: product.key,
    shape: product,
    split,
    size: product.outShape.reduce((a, b) => a * b, 1),
    code: product.write(),
  };
  const short = style === "short" && storage === "f32";
  return short ? writeShortGemm(plan) : writeGemm({ ...plan, tile, storage });
}
