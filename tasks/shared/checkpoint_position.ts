/**
 * The position of a saved run, read without starting a backend.
 *
 * @module
 */
import type { Config } from "../../lib/config.ts";
import { CheckpointError } from "../../lib/training/checkpoint_description.ts";
import { openCheckpoint } from "../../lib/training/open_checkpoint.ts";
import type { Best } from "../../lib/training/training.ts";
import { UsageError } from "./usage_error.ts";

/** What the tasks ask of a checkpoint before they load it. */
export interface CheckpointPosition {
  /** The config it was saved under. */
  readonly config: Config;
  /** Names of its domains. */
  readonly domains: readonly string[];
  /** Stage-1 steps done. */
  readonly step1: number;
  /** Stage-2 steps done. */
  readonly step2: number;
  /** The best stage-1 checkpoint, where there is one. */
  readonly best?: Best | null;
}

/**
 * Reads a checkpoint's description.
 *
 * @param path the file
 * @throws UsageError if it is missing, cut short, or no checkpoint
 */
export async function readPosition(path: string): Promise<CheckpointPosition> {
  try {
    using checkpoint = await openCheckpoint(path);
    const { config, domains, step1, step2, best } = checkpoint.description;
    return { config, domains, step1, step2, best };
  } catch (error) {
    if (error instanceof CheckpointError) {
      throw new UsageError(`${error.message}; name another checkpoint, or train anew`, {
        cause: error,
      });
    }
    throw new UsageError(
      `${path} cannot be read (${(error as Error).message}): name a run, or a checkpoint's file`,
      { cause: error },
    );
  }
}

/** The step that a run or its checkpoint is at, in words. */
export function positionText(
  { config, step1, step2 }: Pick<CheckpointPosition, "config" | "step1" | "step2">,
): string {
  return step2 > 0 || step1 >= config.steps1
    ? `stage 2, step ${step2} of ${config.steps2}`
    : `stage 1, step ${step1} of ${config.steps1}`;
}
