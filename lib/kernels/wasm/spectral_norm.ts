/**
 * Im2imSpectralNorm and its gradient.
 *
 * @module
 */
import { addressOf, outputTensor, pool, scratch } from "./heap.ts";
import type { FastKernel } from "./replace_kernel.ts";

/** Elements of a task, about. */
const CHUNK = 16384;

function shareOut(shape: readonly number[], columns: number) {
  const size = shape.reduce((product, side) => product * side, 1), rows = size / columns;
  const share = Math.max(1, Math.floor(CHUNK / columns));
  return { rows, share, tasks: Math.ceil(rows / share), small: size < 4 * CHUNK };
}

/** wBar = w / sigma, sigma, v, uNext. */
export const spectralNorm: FastKernel = ({ inputs: { w, u } }) => {
  const columns = u.shape[0];
  const { rows, share, tasks, small } = shareOut(w.shape, columns);
  const wBar = outputTensor(w.shape), sigma = outputTensor([]);
  const v = outputTensor([rows]), uNext = outputTensor([columns]);
  const partials = scratch("partials", Math.max(rows, tasks * columns) * 4);
  const shares = [rows, columns, share];
  const matrix = addressOf(w);
  pool().run("rowProducts", tasks, [matrix, addressOf(u), partials, ...shares], small);
  pool().run("normaliseSum", 1, [partials, 1, rows, addressOf(v), 0]);
  pool().run("columnProducts", tasks, [matrix, addressOf(v), partials, ...shares], small);
  // v^T W uNext is the length of W^T v, since uNext is W^T v divided by it.
  pool().run("normaliseSum", 1, [partials, tasks, columns, addressOf(uNext), addressOf(sigma)]);
  pool().run("divideRows", tasks, [matrix, addressOf(sigma), addressOf(wBar), ...shares], small);
  return [wBar, sigma, v, uNext];
};

/** dw = (dy - <dy, wBar> v u^T) / sigma. */
export const spectralNormGradient: FastKernel = ({ inputs: { dy, wBar, sigma, v, u } }) => {
  const { rows, share, tasks, small } = shareOut(dy.shape, u.shape[0]);
  const dw = outputTensor(dy.shape);
  const partials = scratch("partials", tasks * 4);
  const shares = [rows, u.shape[0], share];
  pool().run("innerProducts", tasks, [addressOf(dy), addressOf(wBar), partials, ...shares], small);
  pool().run("spectralGradient", tasks, [
    addressOf(dy),
    partials,
    addressOf(dw),
    ...shares,
    tasks,
    addressOf(v),
    addressOf(u),
    addressOf(sigma),
  ], small);
  return dw;
};
