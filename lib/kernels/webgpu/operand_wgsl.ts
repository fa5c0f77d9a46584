/**
 * An operand's place and index as functions of WGSL.
 *
 * @module
 */
import type { Operand } from "./described_product.ts";

/** The operand's two functions, named after its buffer: `placeA`, `indexA`. */
export function operandWgsl(name: "A" | "B", { place, index }: Operand): string {
  return `fn place${name}(outer: u32, group: u32) -> vec4<i32> { ${place} }
fn index${name}(at: vec4<i32>, k: u32) -> i32 { ${index} }`;
}
