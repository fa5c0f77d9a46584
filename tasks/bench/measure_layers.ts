/**
 * The layers one by one, on the backend that is installed.
 *
 * @module
 */
import type { SelectedBackend } from "../../lib/backend/select_backend.ts";
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
      const call = () => run().dispose();
      const { ms } = await measure({ call, finish: finishTfjs }, effort);
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
