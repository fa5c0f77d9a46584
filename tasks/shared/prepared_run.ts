/**
 * A run that is ready to be trained.
 *
 * @module
 */
import type { DataSet } from "../../lib/data/image_set.ts";
import type { SelectedBackend } from "../../lib/backend/select_backend.ts";
import type { EventLog } from "../../lib/export/event_log.ts";
import type { RunLock } from "../../lib/training/lock_run.ts";
import type { Training } from "../../lib/training/training.ts";

/** Everything that a run needs, checked and opened. */
export interface TrainRun {
  /** Where its files go. */
  readonly folder: string;
  /** What it is trained on. */
  readonly data: DataSet;
  /** New, or loaded from the last checkpoint. */
  readonly training: Training;
  /** What it computes on. */
  readonly backend: SelectedBackend;
  /** Which stages to train. */
  readonly stages: readonly (1 | 2)[];
  /** What the user types to go on. */
  readonly resumeCommand: string;
  /** Whether to measure the kernels' tiles after the first step of each stage. */
  readonly tune?: boolean;
  /** A log for TensorBoard, where one is wanted. */
  readonly events?: EventLog;
  /** The lock of the folder, where it was taken before. */
  readonly lock?: RunLock;
}
