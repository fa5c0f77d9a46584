/**
 * Writes the transforms of Winograd's convolution in AssemblyScript, unrolled, with their matrices
 * computed here.
 *
 * F(m, r) gives m outputs of a convolution with r taps by n = m + r - 1 products: y = A^T [(G w) * (B^T x)]
 * in one dimension, and the same along both axes in two. Sources: Winograd 1980; Lavin and Gray,
 * arXiv 1509.09308. The matrices are those of Toom and Cook: polynomials with the outputs or taps as
 * coefficients, evaluated at n - 1 points and at infinity.
 *
 * @module
 */

/** Rows of numbers. */
export type Matrix = readonly (readonly number[])[];

/** The matrices of F(m, r). */
export interface Winograd {
  /** A^T, [m, n]: products into outputs. */
  readonly output: Matrix;
  /** G, [n, r]: taps into what the products take. */
  readonly filter: Matrix;
  /** B^T, [n, n]: inputs into what the products take. */
  readonly input: Matrix;
}

/** The finite points, most harmless to rounding first. */
const POINTS = [0, 1, -1, 2, -2];

/** Coefficients of the product of (x - p) over points, lowest power first. */
const polynomial = (points: readonly number[]): number[] =>
  points.reduce<number[]>(
    (sum, p) => [...sum, 0].map((_, i) => (sum[i - 1] ?? 0) - p * (sum[i] ?? 0)),
    [1],
  );

/**
 * The matrices of F(m, r).
 *
 * @param m outputs of a tile
 * @param r taps
 * @throws RangeError for more than six products
 */
export function winograd(m: number, r: number): Winograd {
  const n = m + r - 1, points = POINTS.slice(0, n - 1);
  if (points.length < n - 1) throw new RangeError(`F(${m}, ${r}) needs ${n - 1} points`);
  const others = (p: number) => points.filter((q) => q !== p);
  const powers = (p: number, count: number) => Array.from({ length: count }, (_, i) => p ** i);
  const last = (count: number) => Array.from({ length: count }, (_, i) => Number(i === count - 1));
  const norm = (p: number) => others(p).reduce((product, q) => product * (p - q), 1);
  return {
    output: transpose([...points.map((p) => powers(p, m)), last(m)]),
    filter: [...points.map((p) => powers(p, r).map((x) => x / norm(p))), last(r)],
    input: [...points.map((p) => [...polynomial(others(p)), 0]), polynomial(points)],
  };
}

/** Rows as columns. */
export const transpose = (matrix: Matrix): Matrix =>
  matrix[0].map((_, i) => matrix.map((row) => row[i]));

/** The sizes that the kernels have: six products for three taps, five for two. */
export const sizes: readonly { readonly m: number; readonly r: number }[] = [
  { m: 4, r: 3 },
  { m: 4, r: 2 },
];

/** All transforms of all sizes. */
export function winogradTransforms(): string {
  return sizes.flatMap(({ m, r }) => {
    const { output, filter, input } = winograd(m, r), n = m + r - 1;
    return [
      twoSided(`input${n}`, input),
      twoSided(`output${n}`, output),
      twoSided(`outputGradient${n}`, transpose(output)),
      twoSided(`filter${n}`, filter),
      twoSided(`filterGradient${n}`, transpose(filter)),
    ];
  }).join("\n");
}

/**
 * M X M^T for the q x q matrices X of four neighbouring channels: the addresses of their elements are
 * in a table, and so are those of the p x p results. `temp` has room for p x q vectors.
 */
function twoSided(name: string, matrix: Matrix): string {
  const p = matrix.length, q = matrix[0].length;
  const pass = (
    count: number,
    read: (line: number, i: number) => string,
    write: (line: number, i: number, value: string) => string,
  ) =>
    Array.from({ length: count }, (_, line) => {
      const inputs = Array.from({ length: q }, (_, i) => `x${i}`);
      const { lines, results } = times(matrix, inputs);
      return `{
    ${inputs.map((x, i) => `const ${x} = ${read(line, i)};`).join(" ")}
    ${lines.join(" ")}
    ${results.map((value, i) => write(line, i, value)).join(" ")}
  }`;
    }).join("\n  ");
  const columns = pass(
    q,
    (column, i) => `v128.load(<usize> load<u32>(from, ${4 * (i * q + column)}) + offset)`,
    (column, i, value) => `v128.store(temp, ${value}, ${16 * (i * q + column)});`,
  );
  const rows = pass(
    p,
    (row, i) => `v128.load(temp, ${16 * (row * q + i)})`,
    (row, i, value) =>
      `v128.store(<usize> load<u32>(to, ${4 * (row * p + i)}) + toOffset, ${value});`,
  );
  return `
export function ${name}(
  from: usize, offset: usize, to: usize, toOffset: usize, temp: usize,
): void {
  ${columns}
  ${rows}
}`;
}

/** What is added up: a factor and a name. */
type Term = readonly [factor: number, name: string];

/**
 * y = M x as lines of AssemblyScript. Two columns of M that agree but for signs are added and
 * subtracted once, as those of p and -p do; of two rows the common part is computed once.
 */
function times(matrix: Matrix, inputs: readonly string[]): { lines: string[]; results: string[] } {
  const lines: string[] = [], terms: Term[][] = matrix.map(() => []);
  let count = 0;
  const named = (value: string) => {
    const name = `t${count++}`;
    lines.push(`const ${name} = ${value};`);
    return name;
  };
  const done = new Set<number>();
  for (let a = 0; a < inputs.length; a++) {
    if (done.has(a)) continue;
    const column = matrix.map((row) => row[a]);
    const b = inputs.findIndex((_, b) =>
      b > a && !done.has(b) && isMirrored(column, matrix.map((row) => row[b]))
    );
    if (b < 0) {
      column.forEach((factor, i) => factor && terms[i].push([factor, inputs[a]]));
      continue;
    }
    done.add(b);
    const sum = named(`f32x4.add(${inputs[a]}, ${inputs[b]})`);
    const difference = named(`f32x4.sub(${inputs[a]}, ${inputs[b]})`);
    matrix.forEach((row, i) => {
      if (row[a]) terms[i].push([row[a], row[a] === row[b] ? sum : difference]);
    });
  }
  const results: string[] = [];
  for (let i = 0; i < terms.length; i++) {
    if (results[i]) continue;
    const j = terms.findIndex((other, j) => j > i && !results[j] && shares(terms[i], other));
    if (j < 0) {
      results[i] = named(sumOf(terms[i]));
      continue;
    }
    const factor = (name: string) => terms[j].find(([, other]) => other === name)![0];
    const same = terms[i].filter(([f, name]) => factor(name) === f);
    const opposite = terms[i].filter(([f, name]) => factor(name) !== f);
    const even = named(sumOf(same)), odd = named(sumOf(opposite));
    results[i] = named(`f32x4.add(${even}, ${odd})`);
    results[j] = named(`f32x4.sub(${even}, ${odd})`);
  }
  return { lines, results };
}

/** Whether two columns have the same sizes, with the same sign in some rows and another in others. */
function isMirrored(a: readonly number[], b: readonly number[]): boolean {
  const pairs = a.map((x, i) => [x, b[i]]).filter(([x, y]) => x !== 0 || y !== 0);
  return pairs.every(([x, y]) => Math.abs(x) === Math.abs(y)) &&
    pairs.some(([x, y]) => x === y) && pairs.some(([x, y]) => x !== y);
}

/** Whether two sums have the same terms but for signs, and more than one of either kind of them. */
function shares(a: readonly Term[], b: readonly Term[]): boolean {
  if (a.length !== b.length || a.length < 3) return false;
  const other = new Map(b.map(([factor, name]) => [name, factor]));
  const same = a.filter(([factor, name]) => other.get(name) === factor).length;
  const opposite = a.filter(([factor, name]) => other.get(name) === -factor).length;
  return same + opposite === a.length && same > 0 && opposite > 0;
}

/** The sum as one expression; factors of 1 and -1 are no products. */
function sumOf(terms: readonly Term[]): string {
  // One with the factor 1 first, as then nothing has to be multiplied or negated.
  const ordered = terms.toSorted(([a], [b]) => Number(b === 1) - Number(a === 1));
  return ordered.reduce((sum, [factor, name]) => {
    const splat = `f32x4.splat(<f32> ${factor})`;
    if (!sum) return factor === 1 ? name : `f32x4.mul(${name}, ${splat})`;
    if (factor === 1) return `f32x4.add(${sum}, ${name})`;
    if (factor === -1) return `f32x4.sub(${sum}, ${name})`;
    return `f32x4.relaxed_madd(${name}, ${splat}, ${sum})`;
  }, "");
}
