/**
 * Adding up workgroup memory pairwise, in a fixed order.
 *
 * @module
 */

import type { ShaderStyle } from "./shader_style.ts";

/**
 * WGSL that leaves in the first `stride` elements of each pile the sums over all elements whose
 * indices differ by multiples of stride; ends in a barrier.
 *
 * @param piles names of `var<workgroup>` arrays, one element for each thread; a barrier must precede
 * @param threads their length, stride times a power of two
 * @param stride distance of the elements that are added
 * @param style a loop, if it is short
 */
export function halvingSum(
  piles: readonly string[],
  threads: number,
  stride: number,
  style: ShaderStyle,
): string {
  const add = (half: string) => {
    const adds = piles.map((pile) => `${pile}[lid] += ${pile}[lid + ${half}];`).join(" ");
    return `  if (lid < ${half}) { ${adds} }\n  workgroupBarrier();\n`;
  };
  if (style === "short") {
    return `  for (var half = ${threads / 2}u; half >= ${stride}u; half /= 2u) {\n${
      add("half")
    }  }\n`;
  }
  let wgsl = "";
  for (let half = threads / 2; half >= stride; half /= 2) wgsl += add(`${half}u`);
  return wgsl;
}
