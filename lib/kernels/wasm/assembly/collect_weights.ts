// Weights of some taps, next to each other for the BLAS.
import { address, int } from "./job";

/**
 * The taps that a table (u32) names out of [tap][k][n], as [tap][k][n]; or out of [tap][n][k], as
 * [n][tap][k]. One task: a tap. Arguments: source, collected, tapCount, k, n, table, transposed.
 */
export function collectWeights(tap: i32): void {
  const tapCount = int(2), k = int(3), n = int(4), transposed = int(6) != 0;
  const matrix = <usize> (k * n) * 4;
  let from = address(0) + <usize> load<u32>(address(5) + (<usize> tap << 2)) * matrix;
  if (!transposed) return memory.copy(address(1) + <usize> tap * matrix, from, matrix);
  const row = <usize> k * 4;
  let to = address(1) + <usize> tap * row;
  for (let i = 0; i < n; i++, from += row, to += <usize> tapCount * row) memory.copy(to, from, row);
}
