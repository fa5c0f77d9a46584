import { assertEquals } from "@std/assert";
import type { BaselineConfig, BaselineMethod } from "../../../lib/baselines/baseline_method.ts";
import { createBaselineConfig } from "../../../lib/baselines/baseline_config.ts";
import { beginBaseline } from "../../../lib/baselines/baseline_training.ts";
import { cyclegan } from "../../../lib/baselines/cyclegan.ts";
import { dtn } from "../../../lib/baselines/dtn.ts";
import { trainBaseline } from "../../../lib/baselines/train_baseline.ts";
import { networkVariables } from "../../../lib/networks/network.ts";
import type { TrainEvent } from "../../../lib/training/step_loop.ts";
import { noiseImages } from "../../training/noise_images.ts";
import { webgpuTest } from "./device.ts";

/** Losses and every variable of a run, with or without replay. */
async function trained<C extends BaselineConfig>(
  method: BaselineMethod<C>,
  changes: Partial<C>,
  replay: boolean,
) {
  const shape = { size: 32, gf: 1, df: 1, batch: 2, steps1: 5, logEvery: 1, flip: true };
  const config = createBaselineConfig(method, { ...shape, ...changes } as unknown as Partial<C>);
  const images = noiseImages(["a", "b"], 6), losses: TrainEvent["losses"][] = [];
  using training = await beginBaseline(method, config, images.domains);
  for await (const event of trainBaseline(training, images, { replay })) losses.push(event.losses);
  const values: Record<string, number[]> = {};
  for (const [name, network] of Object.entries(training.networks)) {
    for (const [key, v] of Object.entries(networkVariables(network))) {
      values[`${name}/${key}`] = [...await v.data()];
    }
  }
  for (const [name, { m, updates }] of Object.entries(training.adams)) {
    for (const [key, v] of Object.entries(m)) values[`m/${name}/${key}`] = [...await v.data()];
    values[`updates/${name}`] = [updates];
  }
  return { losses, values };
}

webgpuTest(
  "replayed training equals tfjs' to the bit: CycleGAN, its pool filled and used",
  async () => {
    const changes = { blocks: 1, pool: 3 };
    assertEquals(await trained(cyclegan, changes, true), await trained(cyclegan, changes, false));
  },
);

webgpuTest("replayed training equals tfjs' to the bit: Domain Transfer Network", async () => {
  assertEquals(await trained(dtn, {}, true), await trained(dtn, {}, false));
});
