/**
 * Doing something now and then in a loop that runs often.
 *
 * @module
 */

/**
 * Makes a function that returns true the first time, and then at most once in so many seconds.
 *
 * @param seconds between two answers of true
 * @param now the clock, in milliseconds
 * @example
 * ```ts
 * import { every } from "@im2im/im2im/notebook";
 *
 * const due = every(2);
 * for (let step = 0; step < 3; step++) if (due()) console.log(step); // 0
 * ```
 */
export function every(
  seconds: number,
  now: () => number = () => performance.now(),
): () => boolean {
  let next = -Infinity;
  return () => {
    if (now() < next) return false;
    next = now() + 1000 * seconds;
    return true;
  };
}
