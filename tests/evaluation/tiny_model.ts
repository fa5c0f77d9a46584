/** A model of a few hundred weights, for the cpu backend. */
import { createConfig } from "../../lib/presets.ts";
import { createModel, type Model } from "../../lib/networks/model.ts";

/** Untrained networks of 32x32 images and a z of 4; `average` is a network of its own. */
export function tinyModel(domains: readonly string[] = ["dark", "bright"]): Model {
  return createModel(createConfig("tiny", { gf: 2, df: 2, ef: 2, z: 4, batch: 4 }), domains);
}
