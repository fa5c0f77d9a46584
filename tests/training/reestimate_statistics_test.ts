import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { selectBackend } from "../../lib/backend/select_backend.ts";
import { applyGenerator, createGenerator } from "../../lib/networks/generator.ts";
import { disposeNetwork, type Network, type Observed } from "../../lib/networks/network.ts";
import { createConfig } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { oneHot, sampleLatent } from "../../lib/training/latent.ts";
import { reestimateStatistics } from "../../lib/training/reestimate_statistics.ts";

const config = createConfig("tiny", { gf: 4, gFull: 4, z: 4, batch: 16 });

/** The z and c of the measurement, the first batch. */
function firstBatch() {
  const z = sampleLatent(config, new Random(config.seed).fork("statistics"), config.batch);
  return { z, c: oneHot(Array.from({ length: config.batch }, (_, i) => i % 2), 2) };
}

const statisticsOf = (network: Network) =>
  Object.fromEntries(
    Object.entries(network.statistics).map(([name, v]) => [name, [...v.dataSync()]]),
  );

Deno.test("G by re-estimated statistics draws the measured batch as training did", async () => {
  await selectBackend("wasm", { threads: 1 });
  const network = createGenerator(config, 2, new Random(7));
  const { z, c } = firstBatch(), observed: Observed = {};
  const trained = applyGenerator(config, network, z, c, { observed });
  const before = applyGenerator(config, network, z, c);
  await reestimateStatistics(config, network, 2, 1);
  const after = applyGenerator(config, network, z, c);
  const gap = (a: tf.Tensor, b: tf.Tensor) => tf.tidy(() => a.sub(b).abs().max().dataSync()[0]);
  assert(gap(trained, before) > 0.01, "statistics of a new G would do as well");
  assert(gap(trained, after) < 1e-4, `off by ${gap(trained, after)}`);
  tf.dispose([z, c, trained, before, after, observed]);
  disposeNetwork(network);
});

Deno.test("re-estimated statistics are those of all batches as one, whatever was there before", async () => {
  await selectBackend("wasm", { threads: 1 });
  const network = createGenerator(config, 2, new Random(7)), batches = 5;
  const tensors = tf.memory().numTensors;
  await reestimateStatistics(config, network, 2, batches);
  const first = statisticsOf(network);
  await reestimateStatistics(config, network, 2, batches);
  assertEquals(statisticsOf(network), first);
  assertEquals(tf.memory().numTensors, tensors);

  // The first layer's input depends on no statistic: all of z at once gives the same moments.
  const z = sampleLatent(
    config,
    new Random(config.seed).fork("statistics"),
    batches * config.batch,
  );
  const { mean, variance } = tf.tidy(() =>
    tf.moments(
      tf.matMul(z, network.weights["dense/kernel"] as unknown as tf.Tensor2D)
        .reshape([-1, first["dense/mean"].length]),
      0,
    )
  );
  const means = mean.dataSync(), variances = variance.dataSync();
  first["dense/mean"].forEach((m, i) => assertAlmostEquals(m, means[i], 1e-5));
  first["dense/variance"].forEach((v, i) => assertAlmostEquals(v, variances[i], 1e-6));
  tf.dispose([z, mean, variance]);
  await assertRejects(() => reestimateStatistics(config, network, 2, 0), RangeError, "batches");
  disposeNetwork(network);
});
