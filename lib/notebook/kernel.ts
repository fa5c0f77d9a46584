/**
 * The Jupyter kernel that the code runs in, if it does.
 *
 * @module
 */

/** The part of `Deno.jupyter` that is used. */
export interface Kernel {
  /** Shows an object, or replaces the one shown before under the same id. */
  display(object: unknown, options: { display_id: string; update: boolean }): Promise<void>;
}

/** The kernel; undefined in a script, where merely asking Deno for it throws. */
export function findKernel(): Kernel | undefined {
  try {
    return (Deno as unknown as { jupyter?: Kernel }).jupyter;
  } catch {
    return undefined;
  }
}
