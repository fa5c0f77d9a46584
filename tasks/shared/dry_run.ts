/**
 * `--dry-run`: checks everything, runs one step of each stage, and keeps nothing.
 *
 * @module
 */
import { countParameters } from "../../lib/networks/network.ts";
import { type TrainEvent, trainStage1, trainStage2 } from "../../lib/training/train.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";
import { closeData } from "./open_run_data.ts";
import { inRuns } from "./places.ts";
import { prepareRun, type RunRequest } from "./prepare_run.ts";

/**
 * Does something that leaves nothing behind, with a folder for packed images that goes afterwards.
 *
 * @param work given what a request for a dry run holds
 */
export async function inDryRun(
  work: (sample: { readonly packDir: string }) => Promise<void>,
): Promise<void> {
  await Deno.mkdir(inRuns(), { recursive: true });
  const packDir = await Deno.makeTempDir({ dir: inRuns(), prefix: "dry-run-" });
  try {
    await work({ packDir });
  } finally {
    await Deno.remove(packDir, { recursive: true });
    // The folder is empty now only if there was none before.
    await Deno.remove(inRuns()).catch(() => {});
  }
}

/**
 * Prepares a run of the two-step method, does one step of each stage, and says what would be done.
 *
 * @param request as for a real run; of `faces` only as many are drawn as a step needs
 * @throws UsageError if anything of it is wrong; NonFiniteError if a first loss is not finite
 */
export async function dryRun(request: RunRequest): Promise<void> {
  await inDryRun(async (sample) => {
    const run = await prepareRun({ ...request, sample });
    const { model } = run.training, { config, domains } = model;
    const count = (network: typeof model.generator) =>
      countParameters(network).toLocaleString("en");
    console.log(
      `Parameters: G ${count(model.generator)}, D ${count(model.discriminator)}, ` +
        `E ${count(model.encoder)}`,
    );
    // A run of one step each: the losses of the last step are always read and checked.
    const trial = createTraining({ ...config, steps1: 1, steps2: 1 }, domains);
    for await (const event of trainStage1(trial, run.data.train, run.backend)) {
      console.log(stageLine(event, config.steps1 - run.training.step1));
    }
    for await (const event of trainStage2(trial, run.data.train, run.backend)) {
      console.log(stageLine(event, config.steps2 - run.training.step2));
    }
    disposeTraining(trial);
    disposeTraining(run.training);
    closeData(run.data);
    console.log(`Dry run: all is well, nothing was written; the run would go to ${run.folder}`);
  });
}

function stageLine({ stage, seconds }: TrainEvent, steps: number): string {
  return `Stage ${stage} would run ${steps} steps; the first, with all that has to be set up, took ` +
    `${(1000 * seconds).toFixed(0)} ms`;
}
