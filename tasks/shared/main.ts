/**
 * How every task ends: exit code 0; 1 after a failed run; 2 after wrong use; 130 after Ctrl-C.
 *
 * @module
 */
import { OutOfMemoryError } from "../../lib/kernels/out_of_memory_error.ts";
import { RanksDifferError } from "../../lib/training/agree.ts";
import { CheckpointError } from "../../lib/training/checkpoint.ts";
import { RunLockedError } from "../../lib/training/lock_run.ts";
import { DeviceLostError, NonFiniteError } from "../../lib/training/read_losses.ts";
import { goToUser } from "./places.ts";
import { INTERRUPTED } from "./interrupt.ts";
import { InterruptedError } from "./interruptible.ts";
import { isSystemError } from "./system_error.ts";
import { FailedRun, UsageError } from "./usage_error.ts";

/**
 * Runs a task and ends the process if it fails, with one sentence on stderr. An error that is
 * neither wrong use nor a known kind of failure is a bug, so its stack is shown.
 *
 * @param task does the work; returns an exit code other than 0 if it wants one
 */
export async function runTask(task: () => Promise<number | void>): Promise<void> {
  let code: number;
  try {
    goToUser();
    code = await task() ?? 0;
  } catch (error) {
    console.error(failureText(error));
    code = failureCode(error);
  }
  // Worker threads and GPU devices may still be alive, so a finished task ends the process.
  Deno.exit(code);
}

/** Errors whose message is enough without a stack. */
const known = [
  UsageError,
  FailedRun,
  CheckpointError,
  NonFiniteError,
  DeviceLostError,
  OutOfMemoryError,
  RunLockedError,
  RanksDifferError,
];

/** The exit code for an error. */
export function failureCode(error: unknown): number {
  return error instanceof InterruptedError ? INTERRUPTED : error instanceof UsageError ? 2 : 1;
}

/** The sentence for an error. */
export function failureText(error: unknown): string {
  if (error instanceof InterruptedError) return error.message;
  if (
    error instanceof Error && (known.some((kind) => error instanceof kind) || isSystemError(error))
  ) {
    return `Error: ${error.message}`;
  }
  const shown = error instanceof Error ? error.stack ?? error.message : String(error);
  return `Error: this is a bug, please report it with these lines\n${shown}`;
}
