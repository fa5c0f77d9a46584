/**
 * What a notebook needs that the repository does not hold.
 *
 * @module
 */
import { type Notebook, notebookNotes } from "./notebook_file.ts";
import { exists } from "./run_folder.ts";

/**
 * Looks for the file or folder that a notebook names under `im2im.needs` of its metadata.
 *
 * @param notebook the notebook
 * @param root folder of the project, which the path starts from
 * @returns what is missing and how to get it; undefined if nothing is
 */
export async function missingNeed(notebook: Notebook, root: string): Promise<string | undefined> {
  const { needs } = notebookNotes(notebook);
  if (!needs || await exists(`${root}/${needs.path}`)) return undefined;
  return `${needs.path} is missing: run ${needs.remedy}`;
}
