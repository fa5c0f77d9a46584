/**
 * Cells whose outputs show real people: a page on one's own machine may have them, the repository
 * may not.
 *
 * @module
 */
import { type Cell, joined, type Notebook, type Output } from "./notebook_file.ts";

/** The tag of such a cell. */
const TAG = "private";

/** What stands in place of the outputs. */
export const HIDDEN = "Not kept here: this output shows real people. Run the cell to see it.";

const hidden: readonly Output[] = [
  { output_type: "display_data", data: { "text/plain": [HIDDEN] }, metadata: {} },
];

const isPrivate = ({ metadata }: Cell) => metadata.tags?.includes(TAG);

/** Whether the outputs of a cell have been taken away. */
export function isHidden({ outputs = [] }: Cell): boolean {
  return outputs.length === 1 && joined(outputs[0].data?.["text/plain"]) === HIDDEN &&
    Object.keys(outputs[0].data!).length === 1;
}

/**
 * The notebook as it may be committed: one line of text instead of the outputs of private cells.
 *
 * @param notebook with all outputs
 */
export function hidePrivate(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    isPrivate(cell) && cell.outputs?.length ? { ...cell, outputs: hidden } : cell
  );
  return { ...notebook, cells };
}

/**
 * Private cells that hold more than that line, as after a run in Jupyter.
 *
 * @param notebook a committed one
 * @returns a sentence for each
 */
export function privateFaults({ cells }: Notebook): string[] {
  return cells.flatMap((cell, i) =>
    isPrivate(cell) && cell.outputs?.length && !isHidden(cell)
      ? `cell ${i + 1} is private and holds an output: do not commit it, run deno task notebooks ` +
        "--update"
      : []
  );
}
