/**
 * A place in a cell's output whose content can be replaced while the cell runs.
 *
 * @module
 */
import { display, type Displayable } from "./displayable.ts";
import { findKernel, type Kernel } from "./kernel.ts";

/** A place in the output. */
export interface Live {
  /** Shows an object in this place, instead of what it showed before. In a script nothing happens. */
  show(object: Displayable): Promise<void>;
}

/**
 * Milliseconds to let an output reach the front end. An output that is sent at the very end of a
 * cell may arrive after the message that the cell is finished, and is then dropped (Deno 2.9).
 */
const SETTLE = 100;

/**
 * Reserves a place in the output of the cell that shows the first object in it.
 *
 * @param kernel what displays; the notebook's own if left out
 * @returns the place. Each showing draws the object, so show it every second or so, not at every
 *   step
 * @example
 * ```ts
 * import { live, tableFigure } from "@im2im/im2im/notebook";
 *
 * const progress = live();
 * for (const step of [1, 2, 3]) await progress.show(tableFigure([{ step }]));
 * ```
 */
export function live(kernel: Kernel | undefined = findKernel()): Live {
  const id = crypto.randomUUID();
  let shown = false;
  return {
    async show(object) {
      if (!kernel) return;
      const bundle = await object[display]();
      const update = shown;
      shown = true;
      await kernel.display({ [display]: () => bundle }, { display_id: id, update });
      await new Promise((resolve) => setTimeout(resolve, SETTLE));
    },
  };
}
