/**
 * The word that was probably meant.
 *
 * @module
 */
import { closestMatch } from "leven";

/**
 * The nearest of some words, if one is near, whatever their case.
 *
 * @param word what was typed
 * @param words what could have been meant
 * @returns the word with the fewest edits, at most about one for every three letters
 */
export function closest(word: string, words: readonly string[]): string | undefined {
  // Two letters swapped are two edits.
  const maxDistance = Math.floor(Math.max(Math.min(2, word.length >> 1), word.length / 3));
  const lower = words.map((other) => other.toLowerCase());
  const found = closestMatch(word.toLowerCase(), lower, { maxDistance });
  return found === undefined ? undefined : words[lower.indexOf(found)];
}
