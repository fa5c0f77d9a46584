/**
 * Adding up workgroup memory pairwise, in a fixed order.
 *
 * @module
 */

/**
 * WGSL that leaves in the first `stride` elements of each pile the sums over all elements whose
 * indices differ by multiples of stride; ends in a barrier.
 *
 * @param piles names of `var<workgroup>` arrays, one element for each thread; a barrier must precede
 * @param threads their length, stride times a power of two
 * @param stride distance of the elements that are added
 */
export function halvingSum(piles: readonly string[], threads: number, stride: number): string {
  let wgsl = "";
  for (let half = threads / 2; half >= stride; half /= 2) {
    const adds = piles.map((pile) => `${pile}[lid] += ${pile}[lid + ${half}u];`).join(" ");
    wgsl += `  if (lid < ${half}u) { ${adds} }\n  workgroupBarrier();\n`;
  }
  return wgsl;
}
