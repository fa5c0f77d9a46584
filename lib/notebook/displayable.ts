/**
 * Objects that show themselves in a notebook and do nothing in a script.
 *
 * @module
 */

/** Representations of one output by media type; a front end takes the richest that it knows. */
export type MimeBundle = Readonly<Record<string, string>>;

/** The method that Deno's Jupyter kernel asks an object to show itself by. */
export const display: unique symbol = Symbol.for("Jupyter.display") as never;

/** Anything that `show` and `live` can show. */
export interface Displayable {
  /** Renders the object; called by the kernel, never in a script. */
  [display](): Promise<MimeBundle>;
}

/**
 * Makes an object that renders itself when it is shown, and not before.
 *
 * @param render gives the media types; `text/plain` is for terminals and screen readers
 * @returns the object
 * @example
 * ```ts
 * import { display, displayable } from "@im2im/im2im/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * const hello = displayable(() => Promise.resolve({ "text/plain": "hello" }));
 * assertEquals(await hello[display](), { "text/plain": "hello" });
 * ```
 */
export function displayable(render: () => Promise<MimeBundle>): Displayable {
  return { [display]: render };
}
