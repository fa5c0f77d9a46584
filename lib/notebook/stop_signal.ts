/**
 * Stopping a cell without losing what it has done.
 *
 * @module
 */
import { findKernel } from "./kernel.ts";

let pressed: AbortController | undefined;

/**
 * A signal that aborts when the notebook's Interrupt button is pressed, or when the time is up. A
 * training loop that gets this signal ends after the step in progress and keeps its state. Run the
 * cell again to go on.
 *
 * The button reaches the kernel as SIGINT, which would normally end it. From the first call on,
 * SIGINT no longer ends the kernel. In a script only the time counts, and Ctrl-C works as usual.
 *
 * @param seconds seconds after which it aborts by itself; never if left out
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
