/**
 * What to tell when a run ends before its time.
 *
 * @module
 */
import { OutOfMemoryError } from "../../lib/kernels/out_of_memory_error.ts";
import { RanksDifferError } from "../../lib/training/agree.ts";
import { DeviceLostError, NonFiniteError } from "../../lib/training/read_losses.ts";
import { positionText, readPosition } from "./checkpoint_position.ts";
import { exists, lastCheckpoint } from "./run_folder.ts";
import { isDiskFull, isSystemError } from "./system_error.ts";
import type { TrainRun } from "./prepared_run.ts";
import { FailedRun } from "./usage_error.ts";

/**
 * Turns an error of a run into one sentence: what happened at which step, which checkpoint is
 * good, and how to go on. An error of no known kind is returned as it is: a bug.
 *
 * @param error what the run threw
 * @param run the run
 */
export async function failedRun(
  error: unknown,
  run: Pick<TrainRun, "folder" | "training" | "resumeCommand">,
): Promise<unknown> {
  const happened = sentence(error, run.folder);
  if (!happened) return error;
  const { message, remedy } = happened, { training } = run;
  const position = positionText({ ...training, config: training.model.config });
  return new FailedRun(
    `${message}, at ${position}. ${await whatIsLeft(run)}${remedy}`,
    { cause: error },
  );
}

function sentence(
  error: unknown,
  folder: string,
): { message: string; remedy: string } | undefined {
  if (!(error instanceof Error)) return;
  if (error instanceof NonFiniteError) {
    const remedy = "; if it fails again, train into another folder with a smaller " +
      "--g-learning-rate and --d-learning-rate";
    return { message: error.message, remedy };
  }
  if (error instanceof OutOfMemoryError) {
    return { message: error.happened, remedy: `; if it fails again, ${error.remedy}` };
  }
  if (error instanceof RanksDifferError) return { message: error.message, remedy: "" };
  if (error instanceof DeviceLostError) return { message: error.message, remedy: "" };
  if (isDiskFull(error)) {
    return { message: `The disk is full, ${folder} cannot be saved`, remedy: "" };
  }
  if (isSystemError(error)) {
    return { message: `${folder} cannot be saved (${error.message})`, remedy: "" };
  }
}

async function whatIsLeft(
  { folder, resumeCommand }: Pick<TrainRun, "folder" | "resumeCommand">,
): Promise<string> {
  const path = lastCheckpoint(folder);
  if (!await exists(path).catch(() => false)) {
    return "No checkpoint had been saved yet: start again once this is mended";
  }
  const position = positionText(await readPosition(path));
  return `The last good checkpoint is ${path} (${position}); go on with: ${resumeCommand}`;
}
