/**
 * Notebook files: what is in them, and which code made their outputs.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import { sha256 } from "../../lib/data/digest.ts";

/** A representation of an output: text, or lines of it. */
export type MimeData = Readonly<Record<string, string | readonly string[]>>;

/** One output of a code cell. */
export interface Output {
  readonly output_type: "stream" | "display_data" | "execute_result" | "error";
  readonly data?: MimeData;
  readonly text?: string | readonly string[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** One cell. */
export interface Cell {
  readonly cell_type: "code" | "markdown" | "raw";
  readonly source: string | readonly string[];
  readonly metadata: { readonly tags?: readonly string[] };
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
}

/** A notebook of format 4. */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What this project notes in a notebook's metadata. */
export interface NotebookNotes {
  /** Fingerprint of the code that made the outputs. */
  readonly outputsOf?: string;
  /** A path that must exist before the notebook can run, and the command that makes it. */
  readonly needs?: { readonly path: string; readonly remedy: string };
}

/** What this project has noted in a notebook. */
export function notebookNotes({ metadata }: Notebook): NotebookNotes {
  return (metadata.im2im ?? {}) as NotebookNotes;
}

/** Lines or a whole text as one text. */
export function joined(text: string | readonly string[] = ""): string {
  return typeof text === "string" ? text : text.join("");
}

/** Reads a notebook. */
export async function readNotebook(path: string): Promise<Notebook> {
  return JSON.parse(await Deno.readTextFile(path));
}

/**
 * Writes a notebook the way Jupyter does, one space deep, so that diffs stay small. Cells end in a
 * line break: `deno fmt --check` (2.9) takes a cell without one for unformatted.
 */
export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  const cells = notebook.cells.map((cell) => {
    const text = joined(cell.source).trimEnd() + "\n";
    return { ...cell, source: text.match(/.*\n/g) };
  });
  await atomicWrite(path, JSON.stringify({ ...notebook, cells }, null, 1) + "\n");
}

/** The source of every code cell, in order, without line breaks at its end. */
export function codeCells({ cells }: Notebook): string[] {
  return cells.filter((cell) => cell.cell_type === "code")
    .map((cell) => joined(cell.source).trimEnd());
}

/** A fingerprint of the code: it changes with any character of any code cell. */
export async function codeHash(notebook: Notebook): Promise<string> {
  return await sha256(JSON.stringify(codeCells(notebook)));
}

/** The fingerprint of the code that made the outputs; undefined if none is noted. */
export function outputsHash(notebook: Notebook): string | undefined {
  return notebookNotes(notebook).outputsOf;
}

/**
 * A notebook's own cells and metadata with the outputs of its execution, and with the fingerprint
 * of the code that made them.
 *
 * @param source the notebook as it is edited
 * @param executed the same after nbconvert has run it
 */
export async function withOutputs(source: Notebook, executed: Notebook): Promise<Notebook> {
  const cells = source.cells.map((cell, i) => {
    if (cell.cell_type !== "code") return cell;
    const { outputs = [], execution_count } = executed.cells[i];
    return { ...cell, execution_count, outputs };
  });
  const im2im = { ...notebookNotes(source), outputsOf: await codeHash(source) };
  return { ...source, cells, metadata: { ...source.metadata, im2im } };
}
