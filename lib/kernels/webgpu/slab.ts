/**
 * One operand's share of a tiled matrix product: how its elements come from memory by way of
 * registers to workgroup memory.
 *
 * @module
 */
import type { Operand } from "./described_product.ts";
import { operandWgsl } from "./operand_wgsl.ts";
import { F16_LIMIT, F16_SCALE, type OperandStorage } from "./operand_storage.ts";

/** 0, 1, ..., count - 1. */
export const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/**
 * One operand's slab in workgroup memory: [outer][depth] or [depth][outer], in vectors of four. It is
 * an array of lines, not one array, since naga clamps every index that is not a constant: so each
 * clamp depends on the thread alone and leaves the loop, and the rest of an address is constant.
 */
export class Slab {
  readonly #perLine: number;
  readonly #lines: number;
  readonly #vectors: number;
  /** Vectors that each thread reads at a step; the last may be one too many for some threads. */
  readonly #reads: number;

  /**
   * Plans the slab of one operand.
   *
   * @param name the operand's buffer in WGSL
   * @param operand where its elements lie
   * @param storage what they are held in
   * @param outer rows (A) or columns (B) of the tile
   * @param depth terms staged at a time
   * @param threads of a workgroup
   */
  constructor(
    readonly name: "A" | "B",
    readonly operand: Operand,
    readonly storage: OperandStorage,
    readonly outer: number,
    readonly depth: number,
    readonly threads: number,
  ) {
    const alongK = operand.along === "k";
    this.#perLine = (alongK ? depth : outer) / 4;
    this.#lines = alongK ? outer : depth;
    this.#vectors = outer * depth / 4;
    this.#reads = Math.ceil(this.#vectors / threads);
  }

  /** Vectors of a line. Along k it has one more than it needs, against bank conflicts. */
  get #width(): number {
    return this.#perLine + (this.operand.along === "k" ? 1 : 0);
  }

  /** Bytes of workgroup memory. */
  get bytes(): number {
    return this.#width * this.#lines * (this.storage === "f16" ? 8 : 16);
  }

  /** WGSL of one vector of the slab, as vec4f; what float16 is scaled by is still in it. */
  at(line: string, offset: string): string {
    const vector = `slab${this.name}[${line}][${offset}]`;
    return this.storage === "f16" ? `vec4f(${vector})` : vector;
  }

  /** Declarations: the slab, place, index, and reading four neighbours. */
  functions(): string {
    const { name, operand } = this;
    const four = operand.vector
      ? `let i = index${name}(at, k);
  if (i < 0) { return vec4f(); }
  return ${name}[u32(i) / 4u];`
      : `return vec4f(${
        range(4).map((j) => `one${name}(at, outer, group, k, ${j}u)`).join(", ")
      });`;
    const one = `fn one${name}(at: vec4<i32>, outer: u32, group: u32, k: u32, j: u32) -> f32 {
  let i = ${
      operand.along === "k"
        ? `index${name}(at, k + j)`
        : `index${name}(place${name}(outer + j, group), k)`
    };
  if (i < 0) { return 0.0; }
  return ${name}[i];
}
`;
    const type = this.storage === "f16" ? "vec4<f16>" : "vec4f";
    return `var<workgroup> slab${name}: array<array<${type}, ${this.#width}>, ${this.#lines}>;
${operandWgsl(name, operand)}
${operand.vector ? "" : one}fn read${name}(at: vec4<i32>, outer: u32, group: u32, k: u32) -> vec4f {
  ${four}
}`;
  }

  /** What each thread reads at every step: fixed lines and positions. */
  places(): string {
    const { name, operand, threads } = this;
    return range(this.#reads).map((r) => {
      const line = `line${name}${r}`, first = `4u * offset${name}${r}`;
      const [outer, k] = operand.along === "k" ? [line, first] : [first, line];
      return `  let line${name}${r} = (lid + ${r * threads}u) / ${this.#perLine}u;
  let offset${name}${r} = (lid + ${r * threads}u) % ${this.#perLine}u;
  let outer${name}${r} = outer${name} + ${outer};
  let k${name}${r} = ${k};
  let at${name}${r} = place${name}(outer${name}${r}, group);
`;
    }).join("");
  }

  /** Reads this thread's share of the slab that starts at k into registers. */
  fetch(declare: "var" | "", k: string): string {
    const { name } = this;
    return range(this.#reads).map((r) =>
      `  ${declare} next${name}${r} = ` +
      `read${name}(at${name}${r}, outer${name}${r}, group, ${k} + k${name}${r});\n`
    ).join("");
  }

  /** Moves the registers to workgroup memory. */
  stage(): string {
    const { name, threads } = this;
    return range(this.#reads).map((r) => {
      const value = this.storage === "f16"
        ? `vec4<f16>(${F16_SCALE}.0 * clamp(next${name}${r}, vec4f(-${F16_LIMIT}.0), vec4f(${F16_LIMIT}.0)))`
        : `next${name}${r}`;
      const move = `slab${name}[line${name}${r}][offset${name}${r}] = ${value};`;
      const mayExceed = (r + 1) * threads > this.#vectors;
      return mayExceed
        ? `    if (lid < ${this.#vectors - r * threads}u) { ${move} }\n`
        : `    ${move}\n`;
    }).join("");
  }
}
