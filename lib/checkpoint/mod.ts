/**
 * Safetensors files: named arrays and text, read without running anything.
 *
 * @example
 * ```ts
 * import { decodeSafetensors, encodeSafetensors } from "@im2im/im2im/checkpoint";
 * import { assertEquals } from "@std/assert";
 *
 * const arrays = { weight: { shape: [2], values: new Float32Array([1, 2]) } };
 * const bytes = encodeSafetensors({ arrays, metadata: { note: "mine" } });
 * assertEquals(decodeSafetensors(bytes).arrays.weight.values, arrays.weight.values);
 * ```
 *
 * @module
 */
export * from "./safetensors.ts";
