/**
 * Many numbers of frames in few words.
 *
 * @module
 */

/** Ranges that are shown; what follows is only counted. */
const SHOWN = 12;

/**
 * Rising numbers in short: 3, 7-12, 40.
 *
 * @param numbers of frames, rising
 */
export function frameRanges(numbers: readonly number[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < numbers.length;) {
    let end = i;
    while (numbers[end + 1] === numbers[end] + 1) end++;
    ranges.push(end === i ? `${numbers[i]}` : `${numbers[i]}-${numbers[end]}`);
    i = end + 1;
  }
  const more = ranges.length - SHOWN;
  return ranges.slice(0, SHOWN).join(", ") + (more > 0 ? ` and ${more} more stretches` : "");
}
