/**
 * The linear assignment problem.
 *
 * @module
 */

/**
 * Gives each row a column of its own, so that the sum of the costs is the least possible.
 *
 * Source: the Hungarian method with potentials, Kuhn 1955 and Munkres 1957, in O(n^3).
 *
 * @param costs n rows of n numbers
 * @returns the column of each row
 */
export function cheapestAssignment(costs: readonly (readonly number[])[]): number[] {
  const n = costs.length, none = -1;
  const ofRow = new Array(n).fill(0), ofColumn = new Array(n + 1).fill(0); // potentials
  const rowOf = new Array(n + 1).fill(none); // the last column is where each new row begins
  for (let row = 0; row < n; row++) {
    const least = new Array(n).fill(Infinity), before = new Array(n).fill(n);
    const seen = new Array(n + 1).fill(false);
    let column = n;
    rowOf[n] = row;
    while (rowOf[column] !== none) {
      seen[column] = true;
      const from = rowOf[column];
      let next = none;
      for (let k = 0; k < n; k++) {
        if (seen[k]) continue;
        const reduced = costs[from][k] - ofRow[from] - ofColumn[k];
        if (reduced < least[k]) [least[k], before[k]] = [reduced, column];
        if (next === none || least[k] < least[next]) next = k;
      }
      const step = least[next];
      for (let k = 0; k <= n; k++) {
        if (seen[k]) {
          ofRow[rowOf[k]] += step;
          ofColumn[k] -= step;
        } else if (k < n) least[k] -= step;
      }
      column = next;
    }
    // Each column on the way takes the row of the one before it.
    while (column !== n) {
      rowOf[column] = rowOf[before[column]];
      column = before[column];
    }
  }
  const columns = new Array(n);
  for (let k = 0; k < n; k++) columns[rowOf[k]] = k;
  return columns;
}
