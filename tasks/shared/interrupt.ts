/**
 * Ctrl-C as a request to save and stop.
 *
 * @module
 */

import { outliveTerminal } from "./closed_terminal.ts";

/** Exit code of a run that was interrupted. */
export const INTERRUPTED = 130;

/** A request to stop, being listened for. */
export interface Interrupt {
  /** Aborted by the first Ctrl-C (SIGINT), SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  /** Stops listening: Ctrl-C ends the process again. */
  stop(): void;
}

/**
 * Listens for Ctrl-C, SIGTERM and SIGHUP, which comes when a terminal is closed or a connection to it
 * lost; on Windows for Ctrl-C and Ctrl-Break. The first one asks to stop after the step in progress;
 * a second one ends the process at once, with the last checkpoint as it was.
 *
 * @param onFirst called at the first one
 */
export function listenForInterrupt(onFirst: () => void): Interrupt {
  outliveTerminal();
  const controller = new AbortController();
  const signals: readonly Deno.Signal[] = Deno.build.os === "windows"
    ? ["SIGINT", "SIGBREAK"]
    : ["SIGINT", "SIGTERM", "SIGHUP"];
  const listener = () => {
    if (controller.signal.aborted) Deno.exit(INTERRUPTED);
    controller.abort();
    onFirst();
  };
  signals.forEach((name) => Deno.addSignalListener(name, listener));
  return {
    signal: controller.signal,
    stop: () => signals.forEach((name) => Deno.removeSignalListener(name, listener)),
  };
}
