/**
 * The WGSL of a tiled matrix product. A workgroup computes one tile of the result: it stages a slab
 * of A and of B in workgroup memory, and each thread multiplies its rows by its columns in registers.
 *
 * The text is unrolled, because a local array indexed by a loop variable does not stay in registers
 * under naga; so every accumulator is a variable of its own. The slab for the next step is read from
 * memory before the current one is multiplied, which hides most of the wait.
 *
 * @module
 */
import type { ProductShape, Split, Tile } from "./choose_tile.ts";
import type { GemmCode, Operand } from "./described_product.ts";
import { F16_SCALE, type OperandStorage } from "./operand_storage.ts";
import type { Shader } from "./program.ts";
import { range, Slab } from "./slab.ts";

const xyzw = ["x", "y", "z", "w"];

/** Everything that decides the shader of a product. */
export interface GemmPlan {
  /** Shown by profilers. */
  readonly label: string;
  /** The product's sides. */
  readonly shape: ProductShape;
  /** How the result is divided. */
  readonly tile: Tile;
  /** How the sums are cut; `out` holds the result of one part after another. */
  readonly split: Split;
  /** What the operands are staged in. */
  readonly storage: OperandStorage;
  /** Elements of the result. */
  readonly size: number;
  /** Where the operands' elements lie. */
  readonly code: GemmCode;
}

/** The shader of one product; it binds A, B and out. */
export function writeGemm(
  { label, shape, tile, split, storage, size, code }: GemmPlan,
): Shader {
  const tileRows = tile.threadsY * tile.rows, tileColumns = tile.threadsX * tile.columns;
  const threads = tile.threadsX * tile.threadsY;
  const a = new Slab("A", code.a, storage, tileRows, tile.depth, threads);
  const b = new Slab("B", code.b, storage, tileColumns, tile.depth, threads);
  // Four columns of a thread are neighbours in the result only if B's columns are in memory.
  const vectorStore = code.b.along === "outer" && shape.n % 4 === 0 && size % 4 === 0;
  return {
    label,
    halves: storage === "f16",
    threads,
    grid: [
      Math.ceil(shape.n / tileColumns),
      Math.ceil(shape.m / tileRows),
      shape.groups * split.parts,
    ],
    bindings: [
      { name: "A", access: "read", type: `array<${code.a.vector ? "vec4f" : "f32"}>` },
      { name: "B", access: "read", type: `array<${code.b.vector ? "vec4f" : "f32"}>` },
      { name: "out", access: "read_write", type: `array<${vectorStore ? "vec4f" : "f32"}>` },
    ],
    prelude: `${code.constants}
${a.functions()}
${b.functions()}
fn rowStart(row: u32, group: u32) -> i32 { ${code.rowStart} }
fn depthOf(group: u32) -> u32 { ${code.depthOf ?? `return ${shape.k}u;`} }`,
    body: `  let tx = lid % ${tile.threadsX}u;
  let ty = lid / ${tile.threadsX}u;
  let group = wid.z / ${split.parts}u;
  let part = wid.z % ${split.parts}u;
  let outerA = wid.y * ${tileRows}u;
  let outerB = wid.x * ${tileColumns}u;
  let first = part * ${split.length}u;
  let end = min(depthOf(group), first + ${split.length}u);
${a.places()}${b.places()}${accumulators(tile)}${a.fetch("var", "first")}${b.fetch("var", "first")}
  for (var k = first; k < end; k += ${tile.depth}u) {
${a.stage()}${b.stage()}    workgroupBarrier();
    let next = k + ${tile.depth}u;
    if (next < end) {
${a.fetch("", "next")}${b.fetch("", "next")}    }
${range(tile.depth / 4).map((q) => multiply(q, tile, a, b)).join("")}    workgroupBarrier();
  }
${storage === "f16" ? unscale(tile) : ""}${store(tile, shape, size, code.b.along, vectorStore)}`,
  };
}

function accumulators(tile: Tile): string {
  return range(tile.rows).flatMap((i) =>
    range(tile.columns / 4).map((g) => `  var sum${i}_${g} = vec4f();\n`)
  ).join("");
}

/** Takes the scale of both operands out of the sums again: exact, since it is a power of two. */
function unscale(tile: Tile): string {
  return range(tile.rows).flatMap((i) =>
    range(tile.columns / 4).map((g) => `  sum${i}_${g} *= ${1 / F16_SCALE ** 2};\n`)
  ).join("");
}

/** Four terms of every sum: the thread's rows of A times its columns of B. */
function multiply(q: number, tile: Tile, a: Slab, b: Slab): string {
  const lines: string[] = [];
  let elementA: (row: number, j: number) => string;
  if (a.operand.along === "k") {
    for (const i of range(tile.rows)) {
      lines.push(`let a${i} = ${a.at(`ty * ${tile.rows}u + ${i}u`, `${q}u`)};`);
    }
    elementA = (row, j) => `a${row}.${xyzw[j]}`;
  } else {
    for (const j of range(4)) {
      for (const g of range(tile.rows / 4)) {
        lines.push(`let a${j}_${g} = ${a.at(`${4 * q + j}u`, `ty * ${tile.rows / 4}u + ${g}u`)};`);
      }
    }
    elementA = (row, j) => `a${j}_${row >> 2}.${xyzw[row & 3]}`;
  }
  let vectorB: (j: number, g: number) => string;
  if (b.operand.along === "k") {
    // The thread's columns lie threadsX apart: neighbouring threads then read neighbouring lines.
    for (const c of range(tile.columns)) {
      lines.push(`let b${c} = ${b.at(`tx + ${c * tile.threadsX}u`, `${q}u`)};`);
    }
    vectorB = (j, g) => `vec4f(${range(4).map((c) => `b${4 * g + c}.${xyzw[j]}`).join(", ")})`;
  } else {
    for (const j of range(4)) {
      for (const g of range(tile.columns / 4)) {
        lines.push(`let b${j}_${g} = ${b.at(`${4 * q + j}u`, `tx + ${g * tile.threadsX}u`)};`);
      }
    }
    vectorB = (j, g) => `b${j}_${g}`;
  }
  for (const j of range(4)) {
    for (const g of range(tile.columns / 4)) {
      lines.push(`let v${j}_${g} = ${vectorB(j, g)};`);
      for (const i of range(tile.rows)) {
        lines.push(`sum${i}_${g} += ${elementA(i, j)} * v${j}_${g};`);
      }
    }
  }
  return `    {\n${lines.map((line) => `      ${line}\n`).join("")}    }\n`;
}

function store(
  tile: Tile,
  shape: ProductShape,
  size: number,
  along: Operand["along"],
  vectorStore: boolean,
): string {
  // First column of group g, and how far its four columns lie apart.
  const column = (g: number) =>
    along === "k"
      ? `outerB + tx + ${4 * g * tile.threadsX}u`
      : `outerB + 4u * (tx + ${g * tile.threadsX}u)`;
  const apart = along === "k" ? tile.threadsX : 1;
  const start = `part * ${size}u`;
  const columns = range(tile.columns / 4).map((g) => `  let column${g} = ${column(g)};\n`);
  const rows = range(tile.rows).map((i) => {
    const writes = range(tile.columns / 4).flatMap((g) =>
      vectorStore
        ? [
          `if (column${g} < ${shape.n}u) { out[(start + column${g}) / 4u] = sum${i}_${g}; }`,
        ]
        : range(4).map((c) => {
          const at = `column${g} + ${c * apart}u`;
          return `if (${at} < ${shape.n}u) { out[start + ${at}] = sum${i}_${g}.${xyzw[c]}; }`;
        })
    );
    return `  {
    let row = outerA + ty * ${tile.rows}u + ${i}u;
    let found = rowStart(row, group);
    if (row < ${shape.m}u && found >= 0) {
      let start = ${start} + u32(found);
${writes.map((line) => `      ${line}\n`).join("")}    }
  }
`;
  });
  return [...columns, ...rows].join("");
}
