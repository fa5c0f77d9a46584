/**
 * The word that was probably meant.
 *
 * @module
 */

/**
 * The nearest of some words, if one is near.
 *
 * @param word what was typed
 * @param words what could have been meant
 * @returns the word with the fewest edits, at most about one for every three letters
 */
export function closest(word: string, words: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const ranked = words.map((other) => ({ other, edits: editDistance(lower, other.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  // Two letters swapped are two edits.
  const most = Math.max(Math.min(2, word.length >> 1), word.length / 3);
  return ranked[0]?.edits <= most ? ranked[0].other : undefined;
}

/** Letters to insert, remove or replace to get from a to b (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
