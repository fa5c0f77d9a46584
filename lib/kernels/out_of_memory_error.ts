/**
 * The error of a computation that does not fit into memory.
 *
 * @module
 */

/** Thrown where memory is full, or would be. */
export class OutOfMemoryError extends RangeError {
  /** The class's name. */
  override readonly name: string = "OutOfMemoryError";

  /**
   * The message is both, with a semicolon between them.
   *
   * @param happened how much was asked for, and how much there is
   * @param remedy what to lower, beginning with a verb
   */
  constructor(
    /** How much was asked for, and how much there is. */
    readonly happened: string,
    /** What to lower, beginning with a verb. */
    readonly remedy: string,
  ) {
    super(`${happened}; ${remedy}`);
  }
}
