/**
 * What an indirect matrix product is told: which pixels each output position reads, and where the
 * result goes. Our own kernel and the native BLAS both compute it.
 *
 * @module
 */

/** A pixel that an output position reads, counted from the position's origin. */
export interface Tap {
  /** Rows down. */
  readonly dy: number;
  /** Columns to the right. */
  readonly dx: number;
  /** Which of the filter's [kh, kw] matrices it meets. */
  readonly weight: number;
}

/** out[position][n] = sum over taps and k of source[origin of position + tap][k] * weights[tap][k][n]. */
export interface IndirectGemm {
  /** Images [batch, height, width, pixel], of which each tap reads k numbers from its pixel on. */
  readonly source: { address: number; height: number; width: number; pixel: number };
  /** The pixels that a position reads. */
  readonly taps: readonly Tap[];
  /** Numbers that a tap reads. */
  readonly k: number;
  /** Output positions; that of (y, x) has its origin at (y stepY, x stepX). */
  readonly grid: { batch: number; height: number; width: number; stepY: number; stepX: number };
  /** The filter, [taps, k, n], or [taps, n, k] if transposed. */
  readonly weights: { address: number; transposed: boolean };
  /** Channels of the output. */
  readonly n: number;
  /** Where position (y, x) goes: pixel (y stepY + y0, x stepX + x0) of images [height, width, n]. */
  readonly out: {
    address: number;
    height: number;
    width: number;
    stepY: number;
    stepX: number;
    y0: number;
    x0: number;
  };
}
