/**
 * `deno task jupyter`: opens notebooks/ in JupyterLab, or in Jupyter Notebook, on the Deno kernel.
 *
 * @module
 */
import { resolve } from "node:path";
import { findPython } from "./shared/jupyter_python.ts";
import { writeKernelSpec } from "./shared/kernel_spec.ts";
import { inRuns } from "./shared/places.ts";
import { runTask } from "./shared/main.ts";
import { UsageError } from "./shared/usage_error.ts";

const folder = `${import.meta.dirname}/../notebooks`;
const REMEDY = "install it with pip install jupyterlab, or Debian's jupyter-notebook";

/** Python's name of the first front end that is installed, and the Python that has it. */
async function findFrontEnd(): Promise<{ python: string; module: string }> {
  for (const module of ["jupyterlab", "notebook"]) {
    try {
      return { python: await findPython([module], REMEDY), module };
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  }
  throw new UsageError(`Neither JupyterLab nor Jupyter Notebook was found: ${REMEDY}`);
}

await runTask(async () => {
  const { python, module } = await findFrontEnd();
  await Deno.mkdir(inRuns(), { recursive: true });
  const kernels = await Deno.makeTempDir({ dir: inRuns(), prefix: "kernels-" });
  await writeKernelSpec(kernels);
  // Jupyter handles Ctrl-C itself and asks first; ending before it would leave it alone.
  Deno.addSignalListener("SIGINT", () => {});
  const { code } = await new Deno.Command(python, {
    args: ["-m", module, ...Deno.args],
    cwd: folder,
    env: { JUPYTER_PATH: resolve(kernels) },
  }).spawn().status;
  await Deno.remove(kernels, { recursive: true });
  return code;
});
