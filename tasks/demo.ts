/**
 * `deno task demo`: data, both stages, translation, score and pictures, in minutes.
 *
 * @module
 */
import { type WantedBackend, wantedBackends } from "../lib/backend/select_backend.ts";
import { evaluationTable } from "../lib/evaluation/table.ts";
import { blasOf, blasOption, taskCommand } from "./shared/blas_option.ts";
import { compareShipped } from "./shared/compare_shipped.ts";
import { configOptions, givenConfig } from "./shared/config_options.ts";
import { dryRun } from "./shared/dry_run.ts";
import { evaluateRun, evaluationFiles } from "./shared/evaluate_run.ts";
import { INTERRUPTED } from "./shared/interrupt.ts";
import { runTask } from "./shared/main.ts";
import { packsFolder } from "./shared/open_run_data.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { inRuns } from "./shared/places.ts";
import { prepareRun } from "./shared/prepare_run.ts";
import { duration } from "./shared/progress.ts";
import { emptyRunFolder, lockRunFolder, prepareRunFolder } from "./shared/run_folder.ts";
import { SAMPLES_PICTURE, writeTimeline } from "./shared/samples.ts";
import { trainRun } from "./shared/train_run.ts";

const options = {
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  blas: blasOption,
  resume: { doc: "go on after Ctrl-C; without it the demo starts anew" },
  "dry-run": { doc: "check everything, run one step of each stage, write nothing" },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task demo [OPTION...]",
  `Trains men into women and back on drawn faces; leaves pictures and scores in ${inRuns("demo")}.`,
  { Options: options, "Config, each a change to the preset tiny": configOptions },
);

await runTask(async () => {
  const given = parseOptions({ ...configOptions, ...options }, Deno.args);
  if (given.help) return console.log(help);
  const started = performance.now(), folder = inRuns("demo");
  const backend = (given.backend ?? "auto") as WantedBackend;
  const request = {
    data: "faces",
    preset: "tiny",
    changes: givenConfig(given),
    folder,
    resume: given.resume,
    overwrite: true,
    stages: [1, 2] as const,
    backend,
    blas: blasOf(given.blas),
    resumeCommand: taskCommand("demo", given.blas, { backend: given.backend, resume: true }),
  };
  if (given["dry-run"]) return await dryRun(request);

  // The only folder that may be written to. It must exist before it can be read.
  await Deno.mkdir(inRuns(), { recursive: true });
  using lock = lockRunFolder(folder);
  const run = await prepareRun(request), { data } = run;
  if (!given.resume) await emptyRunFolder(folder);
  await prepareRunFolder(folder, data);
  if (!await trainRun({ ...run, lock })) return INTERRUPTED;

  await writeTimeline(folder);
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
