/**
 * Which scale and shift belong to an element.
 *
 * @module
 */
import { sizeOf } from "./host_tensor.ts";

/**
 * Maps the flat index of an element of x = [B, ..., C] to the flat index of its parameter.
 *
 * @param shape the shape of x
 * @param parameterShape [C], or [B, C] for parameters of each sample's own
 */
export function channelIndex(
  shape: readonly number[],
  parameterShape: readonly number[],
): (element: number) => number {
  const channels = shape[shape.length - 1];
  if (parameterShape.length === 1) return (i) => i % channels;
  const sample = sizeOf(shape) / shape[0];
  return (i) => Math.floor(i / sample) * channels + i % channels;
}
