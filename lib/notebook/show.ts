/**
 * Showing figures in a notebook.
 *
 * @module
 */
import type { Displayable } from "./displayable.ts";
import { live } from "./live.ts";

/**
 * Shows objects in the cell's output, one under the other. In a script nothing happens.
 *
 * A figure as the last expression of a cell shows itself too, but not every time: Deno 2.9's kernel
 * sends a cell's result after it has reported the cell finished, and front ends drop what is late
 * (about one result in ten on a busy machine). What is awaited inside the cell cannot be late.
 *
 * @param objects figures, or anything else that shows itself
 * @throws whatever drawing them throws
 * @example
 * ```ts
 * import { show, tableFigure } from "@im2im/im2im/notebook";
 *
 * await show(tableFigure([{ step: 1, loss: 0.7 }]));
 * ```
 */
export async function show(...objects: readonly Displayable[]): Promise<void> {
  for (const object of objects) await live().show(object);
}
