/**
 * Wrong use, told apart from a run that failed.
 *
 * @module
 */

/** The command line, or what it points to, cannot be used; nothing has been done yet. */
export class UsageError extends Error {
  /** Creates the error. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UsageError";
  }
}

/** A run that failed for a known reason. The message says what remains and what to do. */
export class FailedRun extends Error {
  /** Creates the error. */
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FailedRun";
  }
}

/**
 * Prepares the work. Every error in the preparation counts as wrong use.
 *
 * @param prepare looks at options, files and devices
 * @returns what prepare returns
 * @throws UsageError with the sentence of the error that prepare threw
 */
export async function preparing<T>(prepare: () => T | Promise<T>): Promise<T> {
  try {
    return await prepare();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof UsageError) throw error;
    if (error.name === "AbortError") throw error; // Ctrl-C
    throw new UsageError(error.message, { cause: error });
  }
}
