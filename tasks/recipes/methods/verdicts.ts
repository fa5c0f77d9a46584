/**
 * What is said of each method by hand. The tables are written anew again and again, and this stays.
 *
 * @module
 */
import { atomicWrite } from "../../../lib/checkpoint/atomic_write.ts";
import { exists } from "../../shared/run_folder.ts";

/** The file, in the table's folder. */
export const VERDICTS = "verdicts.md";

/** What stands there until somebody writes something else. */
const PLACE = "(two sentences)";

/**
 * Reads the file, and adds a place for each method that it does not name yet.
 *
 * @param folder of the table
 * @param names of the methods
 * @returns the text, with a heading `### NAME` for each
 */
export async function keptVerdicts(folder: string, names: readonly string[]): Promise<string> {
  const path = `${folder}/${VERDICTS}`;
  const before = await exists(path) ? await Deno.readTextFile(path) : "";
  const headings = new Set(before.split("\n").map((line) => line.trim()));
  const missing = names.map((name) => `### ${name}`).filter((line) => !headings.has(line));
  if (!missing.length) return before;
  const text = [before.trim(), ...missing.map((line) => `${line}\n\n${PLACE}`)]
    .filter(Boolean).join("\n\n") + "\n";
  await atomicWrite(path, text);
  return text;
}
