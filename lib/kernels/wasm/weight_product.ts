/**
 * What the gradient of a convolution by its filter is told. Our own kernel and the native BLAS both
 * compute it.
 *
 * @module
 */
import type { Tap } from "./indirect_product.ts";

/** dw[tap][m][n] = sum over positions of source[origin of position + tap][m] * dy[position][n]. */
export interface WeightGradient {
  /** Images [batch, height, width, pixel], of which each tap reads m numbers from its pixel on. */
  readonly source: { address: number; height: number; width: number; pixel: number };
  /** The pixels that a position reads; they fill dw in this order. */
  readonly taps: readonly Tap[];
  /** Numbers that a tap reads. */
  readonly m: number;
  /** Output positions; that of (y, x) has its origin at (y stepY, x stepX). */
  readonly grid: { batch: number; height: number; width: number; stepY: number; stepX: number };
  /** Address of dy, [positions, n]. */
  readonly dy: number;
  /** Channels of dy. */
  readonly n: number;
  /** Address of the result, [taps, m, n]. */
  readonly dw: number;
}
