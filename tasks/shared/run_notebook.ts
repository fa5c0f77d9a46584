/**
 * Executes a notebook with the real Deno kernel, through Jupyter's nbconvert.
 *
 * @module
 */
import { readNotebook, writeNotebook } from "./notebook_file.ts";
import { withRenderedMath } from "./render_math.ts";
import { FailedRun } from "./usage_error.ts";

/** What is needed to run notebooks. */
export interface Jupyter {
  /** A Python with nbclient and nbconvert. */
  readonly python: string;
  /** Folder with the kernel spec. */
  readonly kernels: string;
  /** Folder that executed notebooks and pages go to. */
  readonly output: string;
}

/** A cell may take so many seconds; a notebook promises three minutes on two cores. */
const CELL_TIMEOUT = 900;

/**
 * Runs every cell from a fresh kernel, in the notebook's own folder.
 *
 * @param jupyter what to run it with
 * @param path the notebook
 * @returns path of the executed copy
 * @throws FailedRun with the cell's error
 */
export async function executeNotebook(jupyter: Jupyter, path: string): Promise<string> {
  await nbconvert(jupyter, [
    "--to=notebook",
    "--execute",
    "--ExecutePreprocessor.kernel_name=deno",
    `--ExecutePreprocessor.timeout=${CELL_TIMEOUT}`,
    // On a busy machine drawing may outlast the default of 4 s, and the output would be dropped.
    "--ExecutePreprocessor.iopub_timeout=120",
    "--ExecutePreprocessor.record_timing=False",
    path,
  ]);
  return `${jupyter.output}/${path.replace(/^.*\//, "")}`;
}

/** Renders an executed notebook as a page that stands on its own and fetches nothing. */
export async function renderHtml(jupyter: Jupyter, path: string): Promise<void> {
  const folder = await Deno.makeTempDir({ dir: jupyter.output, prefix: "page-" });
  try {
    const copy = `${folder}/${path.replace(/^.*\//, "")}`;
    await writeNotebook(copy, withRenderedMath(await readNotebook(path)));
    await nbconvert(jupyter, [
      "--to=html",
      "--HTMLExporter.mathjax_url=",
      "--HTMLExporter.require_js_url=",
      copy,
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function nbconvert(
  { python, kernels, output }: Jupyter,
  args: readonly string[],
): Promise<void> {
  const { success, stderr } = await new Deno.Command(python, {
    args: ["-m", "nbconvert", "--log-level=ERROR", `--output-dir=${output}`, ...args],
    env: { JUPYTER_PATH: kernels, NO_COLOR: "1" },
    stdout: "null",
  }).output();
  if (!success) throw new FailedRun(new TextDecoder().decode(stderr).trim());
}
