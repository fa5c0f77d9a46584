/**
 * The gradient of a convolution by an input of few channels, by the native BLAS:
 * ../wasm/assembly/blas_columns.ts.
 *
 * @module
 */
import type { ConvolutionShape } from "../wasm/convolution_shape.ts";
import { pool, scratch } from "../wasm/heap.ts";

/** Numbers that a thread keeps between the product and the sums: half a second-level cache. */
const TILE = 131_072;

/** Whether it covers this convolution, and wins: a thread takes a whole image, so there must be some. */
export function isWorthColumns(shape: ConvolutionShape): boolean {
  const { batchSize, outHeight, outWidth, outChannels, inChannels } = shape;
  const columns = shape.filterHeight * shape.filterWidth * inChannels;
  return inChannels < 16 && columns >= 16 && outChannels >= 16 && batchSize >= 4 &&
    shape.dilationHeight === 1 && shape.dilationWidth === 1 &&
    batchSize * outHeight * outWidth * columns * outChannels >= 500_000;
}

/**
 * Writes the gradient.
 *
 * @param dy address of the gradient by the output, [B, oh, ow, Co]
 * @param filter address of the filter, [kh, kw, Ci, Co]
 * @param dx address of the result, [B, H, W, Ci]
 * @param shape of the convolution
 */
export function blasColumns(dy: number, filter: number, dx: number, shape: ConvolutionShape): void {
  const { outWidth, filterHeight, filterWidth, inChannels } = shape;
  const rowNumbers = outWidth * filterHeight * filterWidth * inChannels;
  const rows = Math.min(shape.outHeight, Math.max(1, Math.floor(TILE / rowNumbers)));
  const tileBytes = rows * rowNumbers * 4 + 64;
  pool().run("blasColumns", shape.batchSize, [
    dy,
    filter,
    dx,
    shape.outHeight,
    outWidth,
    shape.outChannels,
    shape.inHeight,
    shape.inWidth,
    inChannels,
    filterHeight,
    filterWidth,
    shape.strideHeight,
    shape.strideWidth,
    shape.padInfo.top,
    shape.padInfo.left,
    rows,
    scratch("tiles", tileBytes * pool().threads),
    tileBytes,
  ]);
}
