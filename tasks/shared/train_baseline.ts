/**
 * `deno task train --method NAME`: a baseline, on any data.
 *
 * @module
 */
import type { WantedBackend } from "../../lib/backend/select_backend.ts";
import { baselines } from "../../lib/baselines/baselines.ts";
import type { BaselineMethod } from "../../lib/baselines/baseline_method.ts";
import { beginBaseline } from "../../lib/baselines/baseline_training.ts";
import { runBaseline, trainBaseline } from "../../lib/baselines/train_baseline.ts";
import { countParameters } from "../../lib/networks/network.ts";
import { blasOf, taskCommand } from "./blas_option.ts";
import { writeBaselineSamples } from "./baseline_samples.ts";
import { allowedFieldsOf, fieldOptions, givenFields } from "./config_options.ts";
import { inDryRun } from "./dry_run.ts";
import { openEvents } from "./event_file.ts";
import { followRun } from "./follow_run.ts";
import { INTERRUPTED } from "./interrupt.ts";
import { numberOption } from "./number_option.ts";
import { closeData } from "./open_run_data.ts";
import { kebabCase } from "./option_name.ts";
import { helpText, parseOptions } from "./options.ts";
import { type BaselineRequest, prepareBaseline } from "./prepare_baseline.ts";
import { lockRunFolder, prepareRunFolder } from "./run_folder.ts";
import { everyMethodsOptions } from "./train_options.ts";
import { UsageError } from "./usage_error.ts";

/**
 * Trains a baseline as a command line asks for it.
 *
 * @param name of the baseline
 * @param args the words after the task's name
 * @param others options that the two-step method alone has
 * @returns an exit code other than 0 if it was interrupted
 * @throws UsageError if the command line cannot be used; FailedRun if the run fails
 */
export async function trainBaselineTask(
  name: string,
  args: readonly string[],
  others: readonly string[],
): Promise<number | void> {
  const method: BaselineMethod = baselines[name as keyof typeof baselines];
  const fields = fieldOptions(method.fields);
  for (const option of others.map(kebabCase)) {
    if (!args.some((word) => word === `--${option}` || word.startsWith(`--${option}=`))) continue;
    throw new UsageError(`--${option} is for the two-step method, not for ${name}: leave it out`);
  }
  const given = parseOptions({ ...fields, ...everyMethodsOptions }, args);
  if (given.help) {
    return console.log(helpText(
      `deno task train --method ${name} --data SPEC --out RUN [OPTION...]`,
      `Trains ${method.title}, with checkpoints in RUN.\nCtrl-C saves and exits; --resume goes on.`,
      { Options: everyMethodsOptions, [`Config of ${method.title}`]: defaultsShown(method) },
    ));
  }
  if (!given.out) throw new UsageError("--out RUN is required");
  const { data, crop, without, backend, packs, resume, threads, out } = given;
  const request: BaselineRequest = {
    ...{ data, crop, without, packs, resume, method },
    changes: givenFields(method.fields, given) as BaselineRequest["changes"],
    allowChanged: allowedFieldsOf(method.fields, given["allow-changed"]),
    folder: out.replace(/(.)\/+$/, "$1"),
    backend: (backend ?? "auto") as WantedBackend,
    blas: blasOf(given.blas),
    threads: threads === undefined
      ? undefined
      : numberOption("threads", threads, 1, { min: 1, max: 64, whole: true }),
    resumeCommand: taskCommand("train", given.blas, { out, backend, threads, packs, resume: true }),
  };
  return given["dry-run"]
    ? await inDryRun((sample) => tryBaseline({ ...request, sample }))
    : await trainInFolder(request, given.log);
}

/** The options of a method's config, each with the value that it has where it is left out. */
function defaultsShown(method: BaselineMethod) {
  return Object.fromEntries(
    Object.entries(fieldOptions(method.fields)).map(([key, rule]) => [
      key,
      /left out/.test(rule.doc)
        ? rule
        : { ...rule, doc: `${rule.doc}; ${method.fields[key].default} if left out` },
    ]),
  );
}

async function trainInFolder(request: BaselineRequest, log?: string): Promise<number | void> {
  // A run that goes on must not change while it is read. A new one has no folder yet.
  const early = request.resume ? lockRunFolder(request.folder) : undefined;
  try {
    const run = await prepareBaseline(request), { folder, data, training, backend } = run;
    using lock = early ?? lockRunFolder(folder);
    await prepareRunFolder(folder, data);
    using events = await openEvents(run, { log, resume: request.resume });
    const finished = await followRun({
      ...run,
      names: { stage: () => training.method.title, stepSize: () => "--learning-rate" },
      isFinished: () => training.step1 >= training.config.steps1,
    }, (signal) =>
      runBaseline(folder, training, data.train, {
        lock,
        signal,
        deviceLost: backend.deviceLost,
        onEvent: events?.write,
        onSample: async (_, step) => {
          const picture = await writeBaselineSamples(folder, training, data, step);
          await events?.picture(1, step, "samples", picture);
        },
      }));
    if (!finished) return INTERRUPTED;
    console.log(`The run is in ${folder}; its samples are in ${folder}/samples`);
  } finally {
    early?.[Symbol.dispose]();
  }
}

/** One step, and what the run would do. */
async function tryBaseline(request: BaselineRequest): Promise<void> {
  const { training, data, backend, folder } = await prepareBaseline(request);
  const { method, config, domains, networks } = training;
  const sizes = Object.entries(networks).filter(([name]) => name in training.adams)
    .map(([name, network]) => `${name} ${countParameters(network).toLocaleString("en")}`);
  console.log(`Parameters: ${sizes.join(", ")}`);
  using trial = await beginBaseline(method, { ...config, steps1: 1 }, domains);
  for await (const { seconds } of trainBaseline(trial, data.train, backend)) {
    console.log(
      `${method.title} would run ${
        config.steps1 - training.step1
      } steps; the first, with all that ` +
        `has to be set up, took ${(1000 * seconds).toFixed(0)} ms`,
    );
  }
  training[Symbol.dispose]();
  closeData(data);
  console.log(`Dry run: all is well, nothing was written; the run would go to ${folder}`);
}
