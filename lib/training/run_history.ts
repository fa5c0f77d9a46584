/**
 * What a run's config alone does not tell: whose weights it began with, and what was changed on the way.
 *
 * @module
 */
import type { Config, ConfigKey } from "../config.ts";

/** The weights that a run began with. */
export interface Origin {
  /** Their file, as it was named. */
  readonly file: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string;
  /** The domains that they were trained on. */
  readonly domains: readonly string[];
}

/** A field that a run went on with changed. */
export interface ConfigChange {
  /** Stage-1 steps done before. */
  readonly step1: number;
  /** Stage-2 steps done before. */
  readonly step2: number;
  /** The field. */
  readonly field: ConfigKey;
  /** Its value before. */
  readonly from: Config[ConfigKey];
  /** Its value from then on. */
  readonly to: Config[ConfigKey];
}

/** The history of a run; empty for most. */
export interface RunHistory {
  /** Set where it began with trained weights. */
  readonly from?: Origin;
  /** In the order in which they were made. */
  readonly changes?: readonly ConfigChange[];
}

/** Whether a value that was read from a file is a history. */
export function isHistory(value: unknown): value is RunHistory {
  if (typeof value !== "object" || value === null) return false;
  const { from, changes = [] } = value as RunHistory;
  const isText = (part: unknown) => typeof part === "string";
  return Array.isArray(changes) &&
    changes.every((change) =>
      isText(change?.field) && isCount(change.step1) && isCount(change.step2)
    ) &&
    (from === undefined ||
      isText(from?.file) && isText(from.sha256) && Array.isArray(from.domains));
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
