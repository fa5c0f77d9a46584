/**
 * The matrix product: tfjs' BatchMatMul kernel.
 *
 * @module
 */
import { addressOf, outputTensor, pool } from "./heap.ts";
import { indirectGemm } from "./indirect_gemm.ts";
import type { FastKernel } from "./replace_kernel.ts";
import { weightGradient } from "./weight_gradient.ts";

/** Up to so many rows, packing the other matrix costs more than reading it once a row. */
const FEW_ROWS = 4;
/** Columns of a task, at least: two cache lines. */
const COLUMNS = 32;
/** Tasks to aim for. */
const TASKS = 8;

const here = [{ dy: 0, dx: 0, weight: 0 }];

/**
 * BatchMatMul: inputs {a [..., M, K], b [..., K, N]}, either transposed in its last two axes by attrs
 * {transposeA, transposeB}; output [..., M, N]. Broadcast batches and A^T B^T are left to tfjs.
 */
export const matMul: FastKernel = ({ inputs: { a, b }, attrs }) => {
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  const batchShape = a.shape.slice(0, -2), [rowsA, columnsA] = a.shape.slice(-2);
  if (transposeA && transposeB) return;
  if (`${batchShape}` !== `${b.shape.slice(0, -2)}`) return;
  const [rowsB, columnsB] = b.shape.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [inner, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  if (inner !== k) return; // tfjs says what does not fit
  const out = outputTensor([...batchShape, m, n]);
  const batch = batchShape.reduce((product, side) => product * side, 1);
  for (let i = 0; i < batch; i++) {
    const atA = addressOf(a) + i * m * k * 4, atB = addressOf(b) + i * k * n * 4;
    const atOut = addressOf(out) + i * m * n * 4;
    if (transposeA) {
      // The rows of a and b are the pixels that a 1x1 filter's gradient sums over.
      weightGradient({
        source: { address: atA, height: 1, width: k, pixel: m },
        taps: here,
        m,
        grid: { batch: 1, height: 1, width: k, stepY: 1, stepX: 1 },
        dy: atB,
        n,
        dw: atOut,
      });
    } else if (m <= FEW_ROWS && !transposeB) {
      const columns = Math.ceil(n / TASKS / COLUMNS) * COLUMNS;
      const isSmall = m * k * n < 100_000;
      pool().run("fewRows", Math.ceil(n / columns), [atA, atB, atOut, m, k, n, columns], isSmall);
    } else {
      indirectGemm({
        source: { address: atA, height: 1, width: m, pixel: k },
        taps: here,
        k,
        grid: { batch: 1, height: 1, width: m, stepY: 1, stepX: 1 },
        weights: { address: atB, transposed: transposeB },
        n,
        out: { address: atOut, height: 1, width: m, stepY: 1, stepX: 1, y0: 0, x0: 0 },
      });
    }
  }
  return out;
};
