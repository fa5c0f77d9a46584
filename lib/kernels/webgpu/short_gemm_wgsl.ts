/**
 * The WGSL of a matrix product for an adapter that takes long to compile: each thread computes four
 * neighbouring columns of a row of the result, in loops, straight from memory.
 *
 * @module
 */
import type { Operand } from "./described_product.ts";
import type { GemmPlan } from "./gemm_wgsl.ts";
import { operandWgsl } from "./operand_wgsl.ts";
import { flatGrid, type Shader } from "./program.ts";

const THREADS = 64;

/** What decides a short product; its operands are float32. */
export type ShortGemmPlan = Omit<GemmPlan, "tile" | "storage">;

/**
 * The shader of one product; it binds A, B and out. Each sum has its terms in the order in which a
 * tiled product adds them, and is cut into the same parts.
 */
export function writeShortGemm({ label, shape, split, size, code }: ShortGemmPlan): Shader {
  const { m, n, k, groups } = shape, { a, b } = code;
  const across = Math.ceil(n / 4), [x, y] = flatGrid(Math.ceil(across * m / THREADS));
  const neighboursA = a.vector && a.along === "k";
  const nextB = b.along === "k" ? "indexB(at, k + j)" : "indexB(placeB(outer + j, group), k)";
  // Four terms of one column, or one term of four columns.
  const multiply = b.along === "k"
    ? `let b = readB(placeB(column + j, group), column + j, group, k);
      sum[j] = (((sum[j] + a.x * b.x) + a.y * b.y) + a.z * b.z) + a.w * b.w;`
    : "sum += a[j] * readB(atB, column, group, k + j);";
  return {
    label,
    threads: THREADS,
    grid: [x, y, groups * split.parts],
    bindings: [
      { name: "A", access: "read", type: `array<${neighboursA ? "vec4f" : "f32"}>` },
      { name: "B", access: "read", type: `array<${b.vector ? "vec4f" : "f32"}>` },
      { name: "out", access: "read_write", type: "array<f32>" },
    ],
    prelude: `${code.constants}
${readFour("A", a, neighboursA, "indexA(at, k + j)")}
${readFour("B", b, b.vector, nextB)}
fn rowStart(row: u32, group: u32) -> i32 { ${code.rowStart} }
fn depthOf(group: u32) -> u32 { ${code.depthOf ?? `return ${k}u;`} }`,
    body: `  let row = flat / ${across}u;
  let column = flat % ${across}u * 4u;
  let group = wid.z / ${split.parts}u;
  let part = wid.z % ${split.parts}u;
  let found = rowStart(row, group);
  if (row >= ${m}u || found < 0) { return; }
  let atA = placeA(row, group);
  let atB = placeB(column, group);
  let first = part * ${split.length}u;
  let end = min(depthOf(group), first + ${split.length}u);
  var sum = vec4f();
  for (var k = first; k < end; k += 4u) {
    let a = readA(atA, row, group, k);
    for (var j = 0u; j < 4u; j += 1u) {
      ${multiply}
    }
  }
  let start = part * ${size}u + u32(found) + column;
  for (var j = 0u; j < min(4u, ${n}u - column); j += 1u) { out[start + j] = sum[j]; }`,
  };
}

/** An operand's functions, the last of which reads four neighbours: at once, or by `next`. */
function readFour(name: "A" | "B", operand: Operand, atOnce: boolean, next: string): string {
  const body = atOnce
    ? `  let i = index${name}(at, k);
  if (i < 0) { return vec4f(); }
  return ${name}[u32(i) / 4u];`
    : `  var four = vec4f();
  for (var j = 0u; j < 4u; j += 1u) {
    let i = ${next};
    if (i >= 0) { four[j] = ${name}[i]; }
  }
  return four;`;
  return `${operandWgsl(name, operand)}
fn read${name}(at: vec4<i32>, outer: u32, group: u32, k: u32) -> vec4f {
${body}
}`;
}
