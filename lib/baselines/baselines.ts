/**
 * The baselines there are.
 *
 * @module
 */
import type { BaselineMethod } from "./baseline_method.ts";
import { cyclegan } from "./cyclegan.ts";
import type { CycleGanConfig } from "./cyclegan_config.ts";

/** Each by its name, as `--method` takes it and a run notes it. */
export const baselines: { readonly cyclegan: BaselineMethod<CycleGanConfig> } = { cyclegan };
