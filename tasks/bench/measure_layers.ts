/**
 * The layers one by one, on the backend that is installed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { SelectedBackend } from "../../lib/backend/select_backend.ts";
import { profileStep } from "./profile_step.ts";
import type { LayerPass, LayerRow } from "./bench_row.ts";
import { finishTfjs } from "./device_finish.ts";
import { layerCases } from "./layer_cases.ts";
import { type Effort, measure } from "./measure.ts";
import type { PeakRate } from "./peak_rate.ts";

/** Which layers, and on what. */
export interface LayerPlan {
  /** The backend in use. */
  readonly backend: SelectedBackend;
  /** Its peak. */
  readonly peak: PeakRate;
  /** Base filters. */
  readonly gf: number;
  /** Images in a batch. */
  readonly batch: number;
  /** Whether one layer of each kind will do. */
  readonly few: boolean;
}

/**
 * Milliseconds of a call: by the device's own clock on a GPU that has timestamps, where a call takes
 * less than the 10 ms after which Deno notices that it is done.
 */
async function timeOf(
  run: () => tf.Tensor,
  backend: SelectedBackend,
  effort: Effort,
): Promise<number> {
  if (backend.name === "webgpu" && hasTimestamps()) {
    const programs = await profileStep(run);
    return programs.reduce((sum, { ms }) => sum + ms, 0);
  }
  return (await measure({ call: () => run().dispose(), finish: finishTfjs }, effort)).ms;
}

const hasTimestamps = () =>
  (tf.backend() as unknown as { device: GPUDevice }).device.features.has("timestamp-query");

/** Times each pass of each layer; three rows a layer. */
export async function* measureLayers(plan: LayerPlan, effort: Effort): AsyncGenerator<LayerRow> {
  const { backend, peak, gf, batch, few } = plan;
  for (const make of layerCases(gf, batch, few)) {
    const layer = make();
    for (
      const [pass, run] of Object.entries(layer.passes) as [
        LayerPass,
        typeof layer.passes.forward,
      ][]
    ) {
      const ms = await timeOf(run, backend, effort);
      const gflops = layer.flops[pass] / ms / 1e6;
      yield {
        engine: "im2im",
        backend: backend.name,
        device: backend.device,
        work: "layer",
        layer: layer.name,
        pass,
        batch,
        ms,
        gflops,
        percentOfPeak: 100 * gflops / peak.gflops,
      };
    }
    layer.dispose();
  }
}
