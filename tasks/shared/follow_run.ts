/**
 * A run of any method as the user sees it: progress, what Ctrl-C and failures leave behind.
 *
 * @module
 */
import { leads } from "../../lib/training/agree.ts";
import type { TrainEvent } from "../../lib/training/step_loop.ts";
import { type AnyTraining, trainingPosition } from "./any_training.ts";
import { failedRun } from "./failed_run.ts";
import { listenForInterrupt } from "./interrupt.ts";
import { duration } from "./progress.ts";
import { lastCheckpoint } from "./run_folder.ts";
import { createDisplay, type DisplayNames } from "./train_display.ts";

/** What is followed. */
export interface FollowedRun {
  /** Where its files go. */
  readonly folder: string;
  /** What moves. */
  readonly training: AnyTraining;
  /** What the user types to go on. */
  readonly resumeCommand: string;
  /** How it is named. */
  readonly names: DisplayNames;
  /** Whether nothing is left to do. */
  readonly isFinished: () => boolean;
  /** Called after each step. */
  readonly onEvent?: (event: TrainEvent) => Promise<void>;
}

/**
 * Trains, and shows how far it is.
 *
 * @param run what is trained
 * @param start begins it; given a signal that Ctrl-C aborts
 * @returns whether it is finished; false if it was interrupted, and saved
 * @throws FailedRun with the step, the last good checkpoint and the command to resume
 */
export async function followRun(
  run: FollowedRun,
  start: (signal: AbortSignal) => AsyncGenerator<TrainEvent> | Promise<AsyncGenerator<TrainEvent>>,
): Promise<boolean> {
  const interrupt = listenForInterrupt(() => {
    if (leads(run.training)) console.error("\nStopping after this step; saving");
  });
  const display = createDisplay(run.names), started = performance.now();
  try {
    for await (const event of await start(interrupt.signal)) {
      display.show(event);
      await run.onEvent?.(event);
    }
  } catch (error) {
    throw await failedRun(error, run);
  } finally {
    display.stop();
    interrupt.stop();
  }
  if (run.isFinished()) {
    console.log(`Trained in ${duration((performance.now() - started) / 1000)}`);
    return true;
  }
  console.log(
    `Interrupted at ${trainingPosition(run.training)}; saved to ${lastCheckpoint(run.folder)}. ` +
      `Go on with: ${run.resumeCommand}`,
  );
  return false;
}
