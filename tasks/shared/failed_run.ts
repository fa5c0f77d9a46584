/**
 * What to tell when a run ends before its time.
 *
 * @module
 */
import { OutOfMemoryError } from "../../lib/kernels/out_of_memory_error.ts";
import { RanksDifferError } from "../../lib/training/agree.ts";
import { DeviceLostError, NonFiniteError } from "../../lib/training/read_losses.ts";
import {
  type AnyTraining,
  checkpointPosition,
  stepSizeOptions,
  trainingPosition,
} from "./any_training.ts";
import { exists, lastCheckpoint } from "./run_folder.ts";
import { isDiskFull, isSystemError } from "./system_error.ts";
import { FailedRun } from "./usage_error.ts";

/** What is told of a run that fails. */
interface UnfinishedRun {
  /** Where its files go. */
  readonly folder: string;
  /** What moved. */
  readonly training: AnyTraining;
  /** What the user types to go on. */
  readonly resumeCommand: string;
}

/**
 * Turns an error of a run into one sentence: what happened at which step, which checkpoint is
 * good, and how to go on. An error of no known kind is returned as it is: a bug.
 *
 * @param error what the run threw
 * @param run the run
 */
export async function failedRun(
  error: unknown,
  run: UnfinishedRun,
): Promise<unknown> {
  const happened = sentence(error, run);
  if (!happened) return error;
  const { message, remedy } = happened;
  return new FailedRun(
    `${message}, at ${trainingPosition(run.training)}. ${await whatIsLeft(run)}${remedy}`,
    { cause: error },
  );
}

function sentence(
  error: unknown,
  { folder, training }: UnfinishedRun,
): { message: string; remedy: string } | undefined {
  if (!(error instanceof Error)) return;
  if (error instanceof NonFiniteError) {
    const remedy = "; if it fails again, train into another folder with a smaller " +
      stepSizeOptions(training);
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
  { folder, resumeCommand }: UnfinishedRun,
): Promise<string> {
  const path = lastCheckpoint(folder);
  if (!await exists(path).catch(() => false)) {
    return "No checkpoint had been saved yet: start again once this is mended";
  }
  const position = await checkpointPosition(path);
  return `The last good checkpoint is ${path} (${position}); go on with: ${resumeCommand}`;
}
