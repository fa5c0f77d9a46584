/**
 * Whether a notebook's committed outputs say what its code says today.
 *
 * @module
 */
import { type Cell, joined, type Notebook, type Output } from "./notebook_file.ts";

/** Words that another machine, or a slower one, prints in another way: engines and times. */
const ofTheMachine =
  /^(backend|webgpu|wasm|cpu|threads?|adapter|llvmpipe|llvm|software|bits|left)$/;

/** Tags of cells whose outputs are not committed, or depend on which runs are there (`varies`). */
const notCompared: ReadonlySet<string> = new Set(["private", "varies"]);

/** The plain text of an output: what it prints, or the text beside its picture or table. */
function textOf({ text, data }: Output): string {
  return `${joined(text)} ${joined(data?.["text/plain"])}`;
}

/**
 * The words of a cell's outputs, in lower case. Numbers are left out, since they differ from run to
 * run, and so are words of a single letter, and the line that says which backend runs.
 */
function wordsOf({ outputs = [] }: Cell): ReadonlySet<string> {
  const text = outputs.map(textOf).join(" ").replace(/^Backend: .*$/gm, "").toLowerCase();
  const words = text.match(/[\p{L}_/]*\p{L}[\p{L}_/]+/gu) ?? [];
  return new Set(words.filter((word) => !ofTheMachine.test(word)));
}

/** The words that a cell's outputs have lost and gained; null where they have the same, or do not count. */
function changedWords(committed: Cell, executed: Cell): { gone: string[]; come: string[] } | null {
  const { tags = [] } = committed.metadata;
  if (committed.cell_type !== "code" || tags.some((tag) => notCompared.has(tag))) return null;
  const before = wordsOf(committed), now = wordsOf(executed);
  const gone = [...before].filter((word) => !now.has(word));
  const come = [...now].filter((word) => !before.has(word));
  return gone.length || come.length ? { gone, come } : null;
}

/**
 * The cells whose outputs are older than the library: the notebook's code is the same, but what it
 * prints today has other words, such as the names of losses or of a table's columns. Numbers and
 * pictures are not compared.
 *
 * @param committed with the outputs that are shown
 * @param executed the same notebook after it has run
 * @returns one sentence a cell
 */
export function staleOutputs(committed: Notebook, executed: Notebook): string[] {
  return committed.cells.flatMap((cell, i) => {
    const changed = changedWords(cell, executed.cells[i]);
    if (!changed) return [];
    const { gone, come } = changed;
    const lists = [
      ...gone.length ? [`no longer ${gone.join(", ")}`] : [],
      ...come.length ? [`now ${come.join(", ")}`] : [],
    ];
    return [
      `cell ${i + 1} shows an output that is older than the library (${lists.join("; ")}): ` +
      "run deno task notebooks --update",
    ];
  });
}

/**
 * The notebook with the outputs of {@linkcode staleOutputs}' cells made new, and no others. A new run's
 * pictures differ from those of an older run by roundings, and each would be kept in the history for good.
 *
 * @param committed with the outputs that are shown
 * @param executed the same code after it has run
 */
export function refreshStale(committed: Notebook, executed: Notebook): Notebook {
  const cells = committed.cells.map((cell, i) => {
    const now = executed.cells[i];
    return changedWords(cell, now) ? { ...cell, outputs: now.outputs } : cell;
  });
  return { ...committed, cells };
}
