/**
 * Results of a row that do not depend on how many others are in its batch.
 *
 * @module
 */

let alone = false;

/**
 * Runs something so that the kernels choose their way by the shape of one row. A row's result is then
 * the same to the bit in a batch of any size (not with a native BLAS, which rounds as it likes). Without
 * it, larger batches may go by Winograd's convolution, which is faster and rounds otherwise.
 *
 * Kernels may keep what follows from a filter alone, until the filter changes or is disposed of.
 *
 * @param run must not wait for anything
 * @returns what it returns
 */
export function rowsAlone<T>(run: () => T): T {
  const before = alone;
  alone = true;
  try {
    return run();
  } finally {
    alone = before;
  }
}

/** Whether {@linkcode rowsAlone} is running something. */
export const areRowsAlone = (): boolean => alone;
