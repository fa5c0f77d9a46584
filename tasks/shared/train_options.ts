/**
 * The options of `deno task train` that every method has.
 *
 * @module
 */
import { wantedBackends } from "../../lib/backend/select_backend.ts";
import { baselines } from "../../lib/baselines/baselines.ts";
import { TWO_STEP } from "../../lib/training/checkpoint_description.ts";
import { methodOfFile } from "./any_training.ts";
import { blasOption } from "./blas_option.ts";
import { choiceOptions } from "./choice_options.ts";
import { packsOption } from "./packs_option.ts";
import { exists, lastCheckpoint } from "./run_folder.ts";
import { UsageError } from "./usage_error.ts";

/** The names of all methods, as `--method` takes them. */
export const methodNames: readonly string[] = [TWO_STEP, ...Object.keys(baselines)];

/** Which method, data, folder and engine, and how the run begins or goes on. */
export const everyMethodsOptions = {
  data: { value: "SPEC", doc: "faces, DIR (a subfolder per domain), or celeba:DIR[:Attributes]" },
  ...choiceOptions,
  method: {
    value: "NAME",
    doc: `${methodNames.join(", ")}; two-step, or the run's own, if left out`,
    choices: methodNames,
  },
  out: { value: "RUN", doc: "folder of the run" },
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  blas: blasOption,
  threads: {
    value: "N",
    doc: "wasm: threads of a process; one a processor, at most 8, if left out",
  },
  packs: packsOption,
  log: {
    value: "KIND",
    doc: "tensorboard: losses and samples also as an event file in RUN; goes on when resumed",
    choices: ["tensorboard"],
  },
  resume: { doc: "go on from the last checkpoint in RUN" },
  "allow-changed": {
    value: "FIELD,...",
    doc: "fields that --resume may change: step sizes, weights of losses, augmentation",
  },
  "dry-run": { doc: "check everything, run one step of each stage, write nothing" },
  help: { doc: "show this" },
} as const;

/**
 * The method that a command line is for, which decides what options there are: `--method`, or the
 * method of the run that goes on.
 *
 * @param args the words after the task's name
 * @returns `two-step` or the name of a baseline
 * @throws UsageError if the run in the folder is of another
 */
export async function wantedMethod(args: readonly string[]): Promise<string> {
  const given = valueOf(args, "method"), out = valueOf(args, "out");
  const path = args.includes("--resume") && out ? lastCheckpoint(out) : undefined;
  const own = path && await exists(path).catch(() => false) ? await methodOfFile(path) : undefined;
  if (own && given && own !== given && methodNames.includes(given)) {
    throw new UsageError(
      `--method ${given} cannot go on with ${out}, a run of ${own}: leave it out, or train into ` +
        "another folder",
    );
  }
  return own ?? given ?? TWO_STEP;
}

/** The text after an option, before the command line is read as a whole. */
function valueOf(args: readonly string[], name: string): string | undefined {
  const at = args.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  if (at < 0) return undefined;
  return args[at].includes("=") ? args[at].slice(name.length + 3) : args[at + 1];
}
