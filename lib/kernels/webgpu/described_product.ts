/**
 * A matrix product whose operands are described, not stored: a few lines of WGSL say where element
 * (row, k) of A and element (k, column) of B lie.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { ProductShape } from "./choose_tile.ts";
import type { OperandStorage } from "./operand_storage.ts";

/** Where the elements of one operand lie. "Outer" is its row (A) or its column (B). */
export interface Operand {
  /** Along which side its elements are neighbours in memory. */
  readonly along: "k" | "outer";
  /** Whether that side is a multiple of 4, so that four neighbours can be read at once. */
  readonly vector: boolean;
  /**
   * Body of `fn place(outer: u32, group: u32) -> vec4<i32>`: what depends on the outer index alone
   * and is worth computing once, before the loop over k.
   */
  readonly place: string;
  /**
   * Body of `fn index(at: vec4<i32>, k: u32) -> i32`: the element's index in the buffer, negative
   * for a zero (padding, beyond an edge).
   */
  readonly index: string;
}

/** The WGSL of one product. */
export interface GemmCode {
  /** Constants and functions that the bodies below use. */
  readonly constants: string;
  /** A, [m, k]. */
  readonly a: Operand;
  /** B, [k, n]. */
  readonly b: Operand;
  /** Body of `fn rowStart(row: u32, group: u32) -> i32`: index of out's (row, 0), negative to drop it. */
  readonly rowStart: string;
  /** Body of `fn depthOf(group: u32) -> u32`, where groups differ in k; k itself if left out. */
  readonly depthOf?: string;
}

/** One product to compute. */
export interface Gemm extends ProductShape {
  /** Names the kernel and everything that its WGSL depends on, `storage` aside. */
  readonly key: string;
  /** What the operands are staged in. */
  readonly storage: OperandStorage;
  /** The tensor behind A. */
  readonly a: tf.TensorInfo;
  /** The tensor behind B. */
  readonly b: tf.TensorInfo;
  /** Shape of the result. */
  readonly outShape: readonly number[];
  /** Makes the WGSL; called only for a key that is new. */
  write(): GemmCode;
}
