/**
 * `deno task demo`: data, both stages, E beside G, translation, score and pictures, in minutes.
 *
 * @module
 */
import type { Config } from "../lib/config.ts";
import { type WantedBackend, wantedBackends } from "../lib/backend/select_backend.ts";
import { evaluationTable } from "../lib/evaluation/table.ts";
import { createConfig } from "../lib/presets.ts";
import { togetherConfig } from "../lib/training/together_config.ts";
import { disposeTraining } from "../lib/training/training.ts";
import { blasOf, blasOption, taskCommand } from "./shared/blas_option.ts";
import { compareShipped } from "./shared/compare_shipped.ts";
import { configOptions, givenConfig } from "./shared/config_options.ts";
import { dryRun } from "./shared/dry_run.ts";
import { evaluateRun, evaluationFiles } from "./shared/evaluate_run.ts";
import { findOrigin, fineTuned, fineTunedConfig } from "./shared/fine_tune.ts";
import { INTERRUPTED } from "./shared/interrupt.ts";
import { runTask } from "./shared/main.ts";
import { packsFolder } from "./shared/open_run_data.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { inRuns } from "./shared/places.ts";
import { prepareRun } from "./shared/prepare_run.ts";
import type { TrainRun } from "./shared/prepared_run.ts";
import { duration } from "./shared/progress.ts";
import {
  emptyRunFolder,
  exists,
  lastCheckpoint,
  lockRunFolder,
  prepareRunFolder,
} from "./shared/run_folder.ts";
import { SAMPLES_PICTURE, writeTimeline } from "./shared/samples.ts";
import { trainRun } from "./shared/train_run.ts";
import { preparing, UsageError } from "./shared/usage_error.ts";

const options = {
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  blas: blasOption,
  "two-steps": { doc: "the paper's two stages alone, for about as long" },
  resume: { doc: "go on after Ctrl-C; without it the demo starts anew" },
  "dry-run": { doc: "check everything, run one step of each stage, write nothing" },
  help: { doc: "show this" },
} as const;

/** Steps of the two stages where E learns beside G afterwards; `tiny`'s own take about as long as both. */
const stagesBefore = { steps1: 3000, steps2: 500 };
/** Steps of both stages with E beside G, at most. */
const stagesTogether = { steps1: 560, steps2: 150 };

const help = helpText(
  "deno task demo [OPTION...]",
  `Trains men into women and back on drawn faces; leaves pictures and scores in ${
    inRuns("demo")
  }.\n` +
    "After the paper's two stages E learns beside G, in batches and with step sizes of its own.",
  { Options: options, "Config, each a change to the preset tiny": configOptions },
);

await runTask(async () => {
  const given = parseOptions({ ...configOptions, ...options }, Deno.args);
  if (given.help) return console.log(help);
  const started = performance.now(), folder = inRuns("demo"), before = `${folder}/two-steps`;
  const goesOn = given.resume && await exists(lastCheckpoint(folder)); // whichever run is there
  const onlyOne = given["two-steps"] || goesOn; // run to train; otherwise one goes before it
  const request = {
    data: "faces",
    preset: "tiny",
    changes: { ...!onlyOne && !given.resume && stagesBefore, ...givenConfig(given) },
    folder: onlyOne ? folder : before,
    resume: given.resume,
    overwrite: true,
    stages: [1, 2] as const,
    backend: (given.backend ?? "auto") as WantedBackend,
    blas: blasOf(given.blas),
    resumeCommand: taskCommand("demo", given.blas, { backend: given.backend, resume: true }),
  };
  if (!onlyOne && !given.resume) await checkTogether(request.changes);
  if (given["dry-run"]) return await dryRun(request);

  // The only folder that may be written to. It must exist before it can be read.
  await Deno.mkdir(inRuns(), { recursive: true });
  using lock = lockRunFolder(folder);
  let run = await prepareRun(request);
  const { data } = run;
  if (!given.resume) await emptyRunFolder(folder);
  await prepareRunFolder(folder, data);
  if (!onlyOne) {
    await prepareRunFolder(before, data);
    if (!await trainRun(run)) return INTERRUPTED;
    console.log("Now E learns beside G, which has to draw what E reads off real images");
    run = await trainOn(run, folder);
  }
  if (!await trainRun({ ...run, lock })) return INTERRUPTED;

  await writeTimeline(folder, await exists(before) ? [before, folder] : [folder]);
  const evaluation = await evaluateRun(run.training.model, data, folder, console.log, {
    device: run.backend.device,
  });
  const scored = { folder, config: run.training.model.config, data, evaluation };
  const shipped = await compareShipped({ ...scored, packDir: packsFolder() });
  console.log(`\n${evaluationTable(evaluation)}\n\n${shipped}\n`);
  console.log(`Done in ${duration((performance.now() - started) / 1000)}. Look at
  ${folder}/${evaluationFiles.picture}   source, reconstruction, translation, true counterpart
  ${folder}/${SAMPLES_PICTURE}        the same z in both domains, from the first step to the last
  ${folder}/${evaluationFiles.scores}    the scores above`);
});

/** Refuses, before anything is trained, what E cannot learn beside. */
async function checkTogether(changes: Partial<Config>): Promise<void> {
  const config = await preparing(() => createConfig("tiny", changes));
  try {
    togetherConfig(config);
  } catch (error) {
    throw new UsageError(
      `E cannot learn beside G under these options (${(error as Error).message}): give --two-steps`,
      { cause: error },
    );
  }
}

/** The run that goes on from a finished one, with E beside G; the finished one is disposed of. */
async function trainOn(run: TrainRun, folder: string): Promise<TrainRun> {
  const before = await findOrigin(run.folder), { steps1, steps2 } = before.config;
  const changes = {
    steps1: Math.min(steps1, stagesTogether.steps1),
    steps2: Math.min(steps2, stagesTogether.steps2),
    evaluateEvery: steps1 + 1, // never: it is short
  };
  const config = await fineTunedConfig(before, { together: true, changes });
  disposeTraining(run.training);
  return { ...run, folder, training: await fineTuned(before, config, run.data.train.domains) };
}
