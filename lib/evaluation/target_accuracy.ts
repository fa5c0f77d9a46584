/**
 * Target accuracy: how often an independent classifier takes images for the domain they should be.
 *
 * @module
 */

/**
 * The share of rows whose largest logit is that of domain c. 1 is ideal, and 1 / K is chance. The
 * score can be trusted as far as the classifier's own accuracy on held-out reals goes.
 *
 * @param logits N * K numbers
 * @param domains K
 * @param c the domain that all N images should be of
 * @returns 0 to 1
 * @throws TypeError if the logits are not a whole number of rows, or none
 */
export function targetAccuracy(logits: Float32Array, domains: number, c: number): number {
  const count = logits.length / domains;
  if (!Number.isInteger(count) || count === 0) {
    throw new TypeError(`${logits.length} logits are not one or more rows of ${domains}`);
  }
  let hits = 0;
  for (let i = 0; i < count; i++) {
    const row = logits.subarray(i * domains, (i + 1) * domains);
    hits += +row.every((logit, k) => k === c || logit < row[c]);
  }
  return hits / count;
}
