/**
 * `deno task train`: both stages, on any data.
 *
 * @module
 */
import type { WantedBackend } from "../lib/backend/select_backend.ts";
import { baselines } from "../lib/baselines/baselines.ts";
import type { MpiRanks } from "../lib/kernels/mpi/ranks.ts";
import { presetNames } from "../lib/presets.ts";
import { leads } from "../lib/training/agree.ts";
import { blasOf, taskCommand } from "./shared/blas_option.ts";
import { allowedFields, configOptions, givenConfig } from "./shared/config_options.ts";
import { dryRun } from "./shared/dry_run.ts";
import { openEvents } from "./shared/event_file.ts";
import { INTERRUPTED } from "./shared/interrupt.ts";
import { runTask } from "./shared/main.ts";
import { asRank, leaderFirst, mpiOption, ranksOf, threadsOfRank } from "./shared/mpi_option.ts";
import { numberOption } from "./shared/number_option.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { prepareRun } from "./shared/prepare_run.ts";
import { lockRunFolder, prepareRunFolder } from "./shared/run_folder.ts";
import { trainBaselineTask } from "./shared/train_baseline.ts";
import { everyMethodsOptions, wantedMethod } from "./shared/train_options.ts";
import { trainRun } from "./shared/train_run.ts";
import { UsageError } from "./shared/usage_error.ts";

/** What only the two-step method has. */
const twoStepOptions = {
  preset: { value: "NAME", doc: presetNames.join(", "), choices: presetNames },
  generator: { value: "RUN", doc: "train stage 2 anew on the generator of a run, or of its file" },
  from: {
    value: "RUN",
    doc: "begin with the weights of a run, its file, or faces-64; domains may differ",
  },
  together: {
    doc: "with --from: E learns beside G, which has to draw what E reads off real images",
  },
  stage: { value: "STAGE", doc: "1, 2 or both (default)", choices: ["1", "2", "both"] },
  mpi: mpiOption,
  tune: { doc: "webgpu: measure the kernels' tiles on this device first, and keep them" },
} as const;

const options = { ...everyMethodsOptions, ...twoStepOptions } as const;

const help = helpText(
  "deno task train --data SPEC --preset NAME --out RUN [OPTION...]",
  "Trains the generator (stage 1) and the encoder (stage 2), with checkpoints in RUN.\n" +
    "Ctrl-C saves and exits; --resume goes on. " +
    "--method NAME --help lists the options of another method.",
  {
    Options: everyMethodsOptions,
    "Options of the two-step method alone": twoStepOptions,
    "Config of the two-step method, each a change to the preset": configOptions,
  },
);

await runTask(async () => {
  const method = await wantedMethod(Deno.args);
  if (Object.hasOwn(baselines, method)) {
    return await trainBaselineTask(method, Deno.args, Object.keys(twoStepOptions));
  }
  const given = parseOptions({ ...configOptions, ...options }, Deno.args);
  if (given.help) return console.log(help);
  if (!given.out) throw new UsageError("--out RUN is required");
  const backend = given.backend as WantedBackend | undefined;
  const ranks = await ranksOf(given.mpi, { backend, dryRun: given["dry-run"] });
  return await asRank(ranks, () => train(given, ranks));
});

type Given = ReturnType<typeof parseOptions<typeof configOptions & typeof options>>;

/** One process of a training, which may be the only one. */
async function train(given: Given, ranks?: MpiRanks): Promise<number | void> {
  const request = {
    data: given.data,
    crop: given.crop,
    without: given.without,
    preset: given.preset,
    changes: givenConfig(given),
    generator: given.generator,
    from: given.from,
    together: given.together,
    allowChanged: allowedFields(given["allow-changed"]),
    folder: given.out!.replace(/(.)\/+$/, "$1"),
    resume: given.resume,
    tune: given.tune,
    stages: given.stage === "1"
      ? [1] as const
      : given.stage === "2"
      ? [2] as const
      : [1, 2] as const,
    backend: (given.backend ?? (ranks ? "wasm" : "auto")) as WantedBackend,
    blas: blasOf(given.blas),
    threads: given.threads === undefined
      ? threadsOfRank(ranks, navigator.hardwareConcurrency)
      : numberOption("threads", given.threads, 1, { min: 1, max: 64, whole: true }),
    ranks,
    packs: given.packs,
    resumeCommand: resumeCommand(given, ranks),
  };
  if (given["dry-run"]) return await dryRun(request);
  const leading = leads({ ranks });
  // A run that goes on must not change while it is read. A new one has no folder yet.
  const early = leading && given.resume ? lockRunFolder(request.folder) : undefined;
  try {
    const run = await leaderFirst(ranks, () => prepareRun(request));
    using lock = leading ? early ?? lockRunFolder(run.folder) : undefined;
    if (leading) await prepareRunFolder(run.folder, run.data);
    using events = leading ? await openEvents(run, given) : undefined;
    if (!await trainRun({ ...run, events, lock })) return INTERRUPTED;
  } finally {
    early?.[Symbol.dispose]();
  }
  const { folder } = request;
  console.log(`The run is in ${folder}; its samples are in ${folder}/samples`);
}

/** The command that goes on with a run. The data and the config are in the run. */
function resumeCommand(
  { out, stage, backend, blas, packs, mpi, threads }: {
    readonly [name in "out" | "stage" | "backend" | "blas" | "packs" | "mpi" | "threads"]?: string;
  },
  ranks?: MpiRanks,
): string {
  const shared = ranks && { ranks: ranks.size, given: mpi ?? "" };
  return taskCommand("train", blas, { out, stage, backend, threads, packs, resume: true }, shared);
}
