/**
 * Errors of the operating system, told apart from bugs.
 *
 * @module
 */

/** Whether the system refused to write for want of space. */
export function isDiskFull(error: unknown): boolean {
  return error instanceof Error && /os error 28\b|ENOSPC|os error 122\b/.test(error.message);
}

/** Whether the system refused a path because it, or a name in it, is too long. */
export function isNameTooLong(error: unknown): boolean {
  return error instanceof Error && /os error (36|63|206)\b|ENAMETOOLONG/.test(error.message);
}

/** Whether the system, not this program, is at fault. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error &&
    (Object.values(Deno.errors).some((kind) => error instanceof kind) ||
      /\(os error \d+\)/.test(error.message));
}
