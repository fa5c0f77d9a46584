import { assertGreater, assertLess } from "@std/assert";
import { selectBackend } from "../../lib/backend/select_backend.ts";
import { createBaselineConfig } from "../../lib/baselines/baseline_config.ts";
import type { BaselineConfig, BaselineMethod } from "../../lib/baselines/baseline_method.ts";
import { beginBaseline } from "../../lib/baselines/baseline_training.ts";
import { cyclegan } from "../../lib/baselines/cyclegan.ts";
import { dtn } from "../../lib/baselines/dtn.ts";
import { trainBaseline } from "../../lib/baselines/train_baseline.ts";
import { openData } from "../../lib/data/open_data.ts";
import { evaluate } from "../../lib/evaluation/evaluate.ts";

/** Trains on drawn faces of 32x32; the mean of each loss over the first and last tenth, and scores. */
async function learn<C extends BaselineConfig>(method: BaselineMethod<C>, changes: Partial<C>) {
  await selectBackend("wasm");
  const config = createBaselineConfig(method, changes), { steps1 } = config;
  const packDir = await Deno.makeTempDir(), faces = { train: 1000, heldOut: 128 };
  const data = await openData("faces", { ...config, batch: 4 }, { packDir, faces });
  using training = await beginBaseline(method, config, data.train.domains);
  try {
    const parts = { first: {}, last: {} } as Record<"first" | "last", Record<string, number>>;
    for await (const { step, losses } of trainBaseline(training, data.train)) {
      const part = step <= steps1 / 10 ? "first" : step > 0.9 * steps1 ? "last" : undefined;
      if (!part || !losses) continue;
      for (const [name, value] of Object.entries(losses)) {
        parts[part][name] = (parts[part][name] ?? 0) + value / (steps1 / 10 / config.logEvery);
      }
    }
    const translator = method.translator(config, training.domains, training.networks);
    const scores = await evaluate(translator, data, { probeSteps: 0 });
    return { ...parts, scores };
  } finally {
    data.train.close();
    data.heldOut.close();
    await Deno.remove(packDir, { recursive: true });
  }
}

const narrow = { size: 32, gf: 16, df: 16, logEvery: 10 } as const;

Deno.test({
  name: "CycleGAN's cycle error falls to less than half, and its images are of the target",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { first, last, scores } = await learn(cyclegan, { ...narrow, batch: 2, steps1: 500 });
    assertLess(last["g/cycle"], 0.5 * first["g/cycle"]);
    assertLess(scores.reconstruction.real!.mse, 0.07);
    for (const { targetAccuracy } of scores.directions) assertGreater(targetAccuracy, 0.8);
  },
});

Deno.test({
  name: "a Domain Transfer Network keeps f better and better, and its images are of the target",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const { first, last, scores } = await learn(dtn, { ...narrow, batch: 16, steps1: 300 });
    assertLess(last["g/const"], 0.7 * first["g/const"]);
    assertGreater(scores.directions[0].targetAccuracy, 0.95);
  },
});
