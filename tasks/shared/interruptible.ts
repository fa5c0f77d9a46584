/**
 * Work before a training that Ctrl-C ends without leaving anything behind.
 *
 * @module
 */
import { listenForInterrupt } from "./interrupt.ts";

/** Work was stopped by Ctrl-C. The message says what remains of it. */
export class InterruptedError extends Error {
  /** Creates the error. */
  constructor(message: string) {
    super(message);
    this.name = "InterruptedError";
  }
}

/**
 * Does work that stops when Ctrl-C, SIGTERM or SIGHUP asks for it.
 *
 * @param left one sentence on what is left then
 * @param work stops when the signal is aborted, and tidies up
 * @throws InterruptedError with that sentence
 */
export async function interruptible<T>(
  left: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, stop } = listenForInterrupt(() => {});
  try {
    return await work(signal);
  } catch (error) {
    if (signal.aborted && error === signal.reason) throw new InterruptedError(left);
    throw error;
  } finally {
    stop();
  }
}
