import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { createConfig, presetNames } from "../lib/presets.ts";
import { install } from "../lib/kernels/install.ts";
import { countParameters } from "../lib/networks/network.ts";
import { createModel, disposeModel } from "../lib/networks/model.ts";

/** Trained numbers of G, D and E by hand: two domains, 64x64, 5x5 kernels. */
function parametersByHand(
  { z, embedding, gf, eNorm }: { z: number; embedding: number; gf: number; eNorm: boolean },
) {
  const df = 64, taps = 25;
  const norm = (channels: number) => 2 * channels; // gamma and beta
  const generator = 2 * embedding + (z + embedding) * 16 * 8 * gf + norm(8 * gf) +
    taps * 8 * gf * 4 * gf + norm(4 * gf) + taps * 4 * gf * 2 * gf + norm(2 * gf) +
    taps * 2 * gf * gf + norm(gf) + taps * gf * 3 + 3;
  const trunk = (normed: boolean) =>
    taps * 3 * df + df +
    [2 * df, 4 * df, 8 * df].map((channels) =>
      taps * channels * channels / 2 + (normed ? norm(channels) : channels)
    ).reduce((a, b) => a + b);
  const head = (outputs: number) => 16 * 8 * df * outputs + outputs;
  return {
    generator,
    discriminator: trunk(true) + head(1) + head(2),
    encoder: trunk(eNorm) + head(z),
  };
}

Deno.test("paper and release have the parameter counts of their layer lists", async () => {
  await install("cpu");
  const byHand = {
    paper: parametersByHand({ z: 98, embedding: 2, gf: 64, eNorm: false }),
    release: parametersByHand({ z: 100, embedding: 5, gf: 128, eNorm: true }),
  };
  for (const preset of ["paper", "release"] as const) {
    const model = createModel(createConfig(preset), ["a", "b"]);
    const { generator, discriminator, encoder } = model;
    assertEquals({
      generator: countParameters(generator),
      discriminator: countParameters(discriminator),
      encoder: countParameters(encoder),
    }, byHand[preset]);
    disposeModel(model);
  }
  assertEquals(byHand.paper, { generator: 5126727, discriminator: 4332035, encoder: 5109474 });
  assertEquals(byHand.release, { generator: 18936973, discriminator: 4332035, encoder: 5126756 });
  // The published round figures: G 18.9 M or 5.2 M, D 4.3 M, E 5.1 M.
  assertAlmostEquals(byHand.release.generator / 1e6, 18.9, 0.1);
  assertAlmostEquals(byHand.paper.generator / 1e6, 5.2, 0.1);
});

Deno.test("every preset is a valid config of its own name", () => {
  assertEquals([...presetNames], ["paper", "release", "modern", "small", "tiny", "portraits"]);
  for (const name of presetNames) assertEquals(createConfig(name).preset, name);
});

Deno.test("the release follows the published hyperparameters", () => {
  const { z, labelEmbedding, gf, df, batch, gSteps, gLearningRate, beta1, eNorm, eLearningRate } =
    createConfig("release");
  assertEquals(
    { z, labelEmbedding, gf, df, batch, gSteps, gLearningRate, beta1, eNorm, eLearningRate },
    {
      z: 100,
      labelEmbedding: 5,
      gf: 128,
      df: 64,
      batch: 64,
      gSteps: 2,
      gLearningRate: 2e-4,
      beta1: 0.5,
      eNorm: "batch",
      eLearningRate: 1e-4,
    },
  );
});

Deno.test("cropFrom keeps its ratio to size unless it is given", () => {
  assertEquals(createConfig("release", { size: 128 }).cropFrom, 138);
  assertEquals(createConfig("release", { size: 128, cropFrom: 130 }).cropFrom, 130);
  assertEquals(createConfig("tiny", { size: 64 }).cropFrom, 64);
});

Deno.test("an unknown preset or field is an error that names it", () => {
  assertThrows(
    () => createConfig("big" as "tiny"),
    RangeError,
    "paper, release, modern, small, tiny, portraits",
  );
  assertThrows(() => createConfig("tiny", { bacth: 3 } as never), RangeError, "bacth");
});
