/**
 * What a checkpoint says about itself, read and checked in one place.
 *
 * @module
 */
import { type Config, savedConfig } from "../config.ts";
import { areDomainNames } from "./domain_names.ts";
import { isHistory, type RunHistory } from "./run_history.ts";
import type { Best } from "./training.ts";

/** JSON under the metadata key `im2im`. */
export interface CheckpointDescription {
  /** Version of this description. */
  readonly format: 1;
  /** Absent here: the method of a run that is not of the two-step method. */
  readonly method?: undefined;
  /** A run that can be resumed, or its networks alone. */
  readonly kind: "training" | "model";
  /** The config it was saved under. */
  readonly config: Config;
  /** Names of its domains. */
  readonly domains: readonly string[];
  /** Stage-1 steps done. */
  readonly step1: number;
  /** Stage-2 steps done. */
  readonly step2: number;
  /** Stage-2 steps done when the domain was last taken out of E; 0 for never. */
  readonly erased?: number;
  /** Adam's updates of G, D and E. */
  readonly updates?: readonly [number, number, number];
  /** States of the random streams. */
  readonly random?: Readonly<Record<"batches" | "stage1" | "stage2", number[]>>;
  /** Those of ranks 1 to N - 1, where N ranks shared the run. */
  readonly otherRanks?: readonly Readonly<Record<"batches" | "stage1" | "stage2", number[]>>[];
  /** The best stage-1 checkpoint. */
  readonly best?: Best | null;
  /** What the config does not tell; absent where there is nothing to tell. */
  readonly history?: RunHistory;
}

/** A file is not a checkpoint, is damaged, or does not fit what it is used for. */
export class CheckpointError extends Error {
  /** Creates the error. */
  constructor(message: string) {
    super(message);
    this.name = "CheckpointError";
  }
}

/**
 * Reads what a checkpoint says about itself. Files older than `erased` count as erased where their
 * stage 2 had ended under eErase.
 *
 * @param name of the file, for errors
 * @param metadata of its header
 * @throws CheckpointError if it is not a checkpoint, or one of another method
 */
export function describeCheckpoint(
  name: string,
  metadata: Readonly<Record<string, string>>,
): CheckpointDescription {
  const method = methodOf(metadata);
  if (method !== TWO_STEP) {
    throw new CheckpointError(
      `${name}: is of the method ${method}, and this needs the G, D and E of the two-step method`,
    );
  }
  try {
    const saved: CheckpointDescription = JSON.parse(metadata.im2im);
    const { format, domains, step1, step2, best = null, history = {} } = saved;
    const config = savedConfig(saved.config);
    const ended = config.eErase && step2 >= config.steps2;
    const erased = saved.erased ?? (ended ? step2 : 0);
    const sound = format === 1 && areDomainNames(domains) && domains.length > 1 &&
      [step1, step2, erased].every(isCount) && isBest(best) && isHistory(history) &&
      Array.isArray(saved.otherRanks ?? []);
    if (!sound) throw new Error();
    return { ...saved, config, erased, best };
  } catch {
    throw new CheckpointError(`${name}: not a checkpoint of im2im, or of another version`);
  }
}

/** The method of this library's own: what a run is of that names no other. */
export const TWO_STEP = "two-step";

/** The method that a file's metadata name; files that name none, of whatever kind, count as two-step. */
export function methodOf({ im2im }: Readonly<Record<string, string>>): string {
  try {
    const { method } = JSON.parse(im2im);
    return typeof method === "string" ? method : TWO_STEP;
  } catch {
    return TWO_STEP;
  }
}

/** How often Adam moved each network, as any method's file says; undefined if it does not. */
export function updatesOf({ im2im }: Readonly<Record<string, string>>): number[] | undefined {
  try {
    const { updates } = JSON.parse(im2im);
    return Array.isArray(updates) ? updates : undefined;
  } catch {
    return undefined;
  }
}

function isBest(best: Best | null): boolean {
  return best === null || isCount(best.step) && Number.isFinite(best.metric);
}

/** Whether a value is a whole number from 0. */
export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
