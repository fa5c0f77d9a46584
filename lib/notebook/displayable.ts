/**
 * Objects that show themselves in a notebook and do nothing in a script.
 *
 * @module
 */

/** Representations of one output by media type; a front end takes the richest that it knows. */
export type MimeBundle = Readonly<Record<string, string>>;

/** The method that Deno's Jupyter kernel asks an object to show itself by. */
export const display: unique symbol = Symbol.for("Jupyter.display") as never;

/** Anything that the kernel can show: as the last expression of a cell, or through `live`. */
export interface Displayable {
  /** Renders the object; called by the kernel, never in a script. */
  [display](): Promise<MimeBundle>;
}

/**
 * Makes an object that renders itself when it is shown, and not before. If rendering fails the error
 * is shown in its place: the kernel would swallow it and leave the output empty.
 *
 * @param gives the media types; `text/plain` is for terminals and screen readers
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
  return {
    [display]: () =>
      render().catch((error) => ({ "text/plain": `Cannot be shown: ${error.stack}` })),
  };
}
