/**
 * Stopping a cell without losing what it has done.
 *
 * @module
 */
import { findKernel } from "./kernel.ts";

let pressed: AbortController | undefined;

/**
 * A signal that aborts when the notebook's Interrupt button is pressed, or when the time is up. A
 * training loop that is given it ends after the step in progress and keeps its state: run the cell
 * again to go on.
 *
 * The button reaches the kernel as SIGINT, which would end it; from the first call on it does not.
 * In a script only the time counts, and Ctrl-C does what it always does.
 *
 * @param seconds stop by itself after so long; never if left out
 * @returns a fresh signal; an earlier one no longer hears the button
 * @throws RangeError if seconds is negative or not a number
 */
export function stopSignal(seconds: number = Infinity): AbortSignal {
  if (!(seconds >= 0)) throw new RangeError(`seconds must be 0 or more, got ${seconds}`);
  if (!pressed && findKernel()) Deno.addSignalListener("SIGINT", () => pressed?.abort());
  pressed = new AbortController();
  return Number.isFinite(seconds)
    ? AbortSignal.any([pressed.signal, AbortSignal.timeout(1000 * seconds)])
    : pressed.signal;
}
