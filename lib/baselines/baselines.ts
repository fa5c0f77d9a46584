/**
 * The baselines there are.
 *
 * @module
 */
import type { BaselineMethod } from "./baseline_method.ts";
import { cyclegan } from "./cyclegan.ts";
import type { CycleGanConfig } from "./cyclegan_config.ts";
import { dtn } from "./dtn.ts";
import type { DtnConfig } from "./dtn_config.ts";

/** Each by its name, as `--method` takes it and a run notes it. */
export const baselines: {
  readonly cyclegan: BaselineMethod<CycleGanConfig>;
  readonly dtn: BaselineMethod<DtnConfig>;
} = { cyclegan, dtn };
