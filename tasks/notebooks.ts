/**
 * `deno task notebooks`: runs the notebooks with the real kernel, looks at what they show, and
 * renders them as pages.
 *
 * @module
 */
import { typeErrors } from "./shared/check_notebook.ts";
import { findPython } from "./shared/jupyter_python.ts";
import { writeKernelSpec } from "./shared/kernel_spec.ts";
import { runTask } from "./shared/main.ts";
import {
  codeHash,
  outputsHash,
  readNotebook,
  withOutputs,
  writeNotebook,
} from "./shared/notebook_file.ts";
import { missingNeed } from "./shared/notebook_needs.ts";
import { pictureFaults } from "./shared/notebook_pictures.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { hidePrivate, privateFaults } from "./shared/private_cells.ts";
import { executeNotebook, type Jupyter, renderHtml } from "./shared/run_notebook.ts";
import { refreshStale, staleOutputs } from "./shared/stale_outputs.ts";
import { FailedRun, UsageError } from "./shared/usage_error.ts";

const options = {
  only: { value: "NAME", doc: "run the notebooks whose name contains this" },
  all: { doc: "fail where a notebook has to be left out" },
  update: { doc: "write the outputs back into notebooks/, but none that show real people" },
  stale: { doc: "with --update, write back only outputs that are older than the library" },
  check: { doc: "run nothing; type-check the code, and check that it made the outputs" },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task notebooks [--only NAME] [--all] [--update | --check]",
  "Executes notebooks/ with the Deno kernel, checks the pictures they show and that the committed\n" +
    "outputs are not older than the library, and renders pages into runs/notebooks/. A notebook whose data has not been fetched is left out.\n" +
    "IM2IM_NOTEBOOK_STEPS=N shortens every training to N steps.",
  { Options: options },
);

const root = `${import.meta.dirname}/..`, folder = `${root}/notebooks`;
const output = `${root}/runs/notebooks`;

function notebookNames(only = ""): string[] {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
    .filter((name) => name.endsWith(".ipynb") && name.includes(only)).sort();
  if (!names.length) throw new UsageError(`--only ${only} fits no notebook in notebooks/`);
  return names;
}

/** Faults of the committed file: in its code, or outputs that its code did not make. */
async function checkFile(name: string): Promise<string[]> {
  const notebook = await readNotebook(`${folder}/${name}`);
  const base = new URL(`../notebooks/${name}`, import.meta.url);
  const errors = await typeErrors(notebook, base, `${root}/deno.json`);
  const stale = outputsHash(notebook) !== await codeHash(notebook);
  return [
    ...errors ? [errors] : [],
    ...stale ? ["its outputs were not made by its code: run deno task notebooks --update"] : [],
    ...await pictureFaults(notebook),
    ...privateFaults(notebook),
  ];
}

/** Whether outputs are written back, and whether only those that are older than the library. */
interface Updating {
  readonly update: boolean;
  readonly stale: boolean;
}

/** Faults that show when it runs. A notebook that breaks off has a fault too. */
async function runFile(
  jupyter: Jupyter,
  name: string,
  { update, stale }: Updating,
): Promise<string[]> {
  const path = `${folder}/${name}`, source = await readNotebook(path);
  const run = async () => {
    const executed = await executeNotebook(jupyter, path);
    const result = await withOutputs(source, await readNotebook(executed));
    return { executed, result, faults: await pictureFaults(result) };
  };
  try {
    let last = await run();
    // On a busy machine Deno 2.9's kernel loses an output now and then, see lib/notebook/live.ts.
    if (last.faults.length) last = await run();
    await renderHtml(jupyter, last.executed);
    const updated = stale ? refreshStale(source, last.result) : last.result;
    if (update && !last.faults.length) await writeNotebook(path, hidePrivate(updated));
    // Without --update, what is committed has to say what the library says today.
    return [...last.faults, ...update ? [] : staleOutputs(source, last.result)];
  } catch (error) {
    if (error instanceof FailedRun) return [error.message];
    throw error;
  }
}

async function startJupyter(): Promise<Jupyter> {
  const python = await findPython(
    ["nbclient", "nbconvert"],
    "install Debian's python3-nbclient and python3-nbconvert, or pip's nbconvert",
  );
  await Deno.mkdir(output, { recursive: true });
  const kernels = await Deno.makeTempDir({ dir: output, prefix: "kernels-" });
  await writeKernelSpec(kernels);
  return { python, kernels, output };
}

await runTask(async () => {
  const given = parseOptions(options, Deno.args);
  if (given.help) return console.log(help);
  if (given.check && given.update) throw new UsageError("--check and --update exclude each other");
  if (given.stale && !given.update) throw new UsageError("--stale goes with --update");
  const names = notebookNames(given.only);
  const jupyter = given.check ? undefined : await startJupyter();
  let failed = 0;
  try {
    for (const name of names) {
      const missing = jupyter && await missingNeed(await readNotebook(`${folder}/${name}`), root);
      if (missing && !given.all) {
        console.log(`left out  ${name}: ${missing}`);
        continue;
      }
      const start = performance.now();
      const faults = missing
        ? [missing]
        : await (jupyter ? runFile(jupyter, name, given) : checkFile(name));
      const seconds = Math.round((performance.now() - start) / 1000);
      console.log(`${faults.length ? "FAILED" : "ok"}  ${name}  ${seconds} s`);
      faults.forEach((fault) => console.error(`${name}: ${fault}`));
      if (faults.length) failed++;
    }
  } finally {
    if (jupyter) await Deno.remove(jupyter.kernels, { recursive: true });
  }
  if (failed) throw new FailedRun(`${failed} of ${names.length} notebooks failed`);
  if (jupyter) console.log("Pages are in runs/notebooks/");
});
