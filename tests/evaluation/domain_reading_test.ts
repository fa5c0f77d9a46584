import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { domainReading } from "../../lib/evaluation/domain_reading.ts";
import { evaluate } from "../../lib/evaluation/evaluate.ts";
import { evaluationTable } from "../../lib/evaluation/table.ts";
import { install } from "../../lib/kernels/install.ts";
import { createModel } from "../../lib/networks/model.ts";
import { createConfig } from "../../lib/presets.ts";
import { readFirstImages } from "../../lib/data/batches.ts";
import { brightDark, brightDarkSet } from "./bright_dark.ts";

tf.enableProdMode();
await install("wasm", { threads: 1 });

const model = (changes: Parameters<typeof createConfig>[1]) =>
  createModel(createConfig("tiny", { gf: 2, df: 2, ef: 2, z: 4, batch: 4, ...changes }), [
    "dark",
    "bright",
  ]);

Deno.test("each domain counts alike, and a model that always says one is right half the time", async () => {
  using always = model({ dHead: "semi" });
  always.discriminator.weights["classes/bias"].assign(tf.tensor1d([0, 1000]));
  const set = brightDarkSet(32, 5);
  const reals = [readFirstImages(set, 0, 5), readFirstImages(set, 1, 2)];
  assertEquals(await domainReading(always, reals, 4), {
    by: "D's class head",
    accuracy: 0.5,
    perDomain: [0, 1],
  });
});

Deno.test("evaluate reports who reads the domain and how well, and the table shows it", async () => {
  const readers = [
    [{ dHead: "infogan" }, "D's reading of the code, after the vote"],
    [{ dHead: "concat" }, "D, shown each domain in turn"],
    [{ eDomain: true }, "E_y, the second encoder"],
  ] as const;
  for (const [changes, by] of readers) {
    using read = model(changes);
    const evaluation = await evaluate(read, brightDark(32, 4), {
      ...{ batch: 4, classifierSteps: 1, probeSteps: 0 },
    });
    const { domainReading } = evaluation;
    assertEquals(domainReading!.by, by);
    const [dark, bright] = domainReading!.perDomain;
    assertAlmostEquals(domainReading!.accuracy, (dark + bright) / 2, 1e-9);
    const line = evaluationTable(evaluation).split("\n").find((line) => line.includes(by))!;
    assertMatch(line, /^domain of held-out reals +[01]\.\d\d {2}ideal 1, chance 0\.50; read by/);
    const { domainReading: _, ...older } = evaluation;
    assertEquals(evaluationTable(older).includes("domain of held-out reals"), false);
  }
});
