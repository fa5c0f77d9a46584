import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertNotEquals } from "@std/assert";
import { createBaselineConfig } from "../../lib/baselines/baseline_config.ts";
import type { BaselineTraining } from "../../lib/baselines/baseline_method.ts";
import { createBaselineTraining, startBaseline } from "../../lib/baselines/baseline_training.ts";
import { cyclegan } from "../../lib/baselines/cyclegan.ts";
import type { CycleGanConfig } from "../../lib/baselines/cyclegan_config.ts";
import { cycleganStep, type DomainBatches } from "../../lib/baselines/cyclegan_step.ts";
import { applyPatches } from "../../lib/baselines/patch_discriminator.ts";
import { applyResnet } from "../../lib/baselines/resnet_generator.ts";
import { drawNow } from "../../lib/kernels/draw.ts";
import { install } from "../../lib/kernels/install.ts";
import { networkVariables } from "../../lib/networks/network.ts";
import { fillNetwork, type NetworkPlan } from "../../lib/networks/network_plan.ts";
import { Random } from "../../lib/random.ts";
import { readLosses } from "../../lib/training/read_losses.ts";
import { numbers } from "./cyclegan_numbers.ts";

tf.enableProdMode();

/** a * sin(0.7 i + k) */
const wave = (size: number, k: number, a: number) =>
  Float32Array.from({ length: size }, (_, i) => a * Math.sin(0.7 * i + k));

const waveImage = (k: number) => tf.tensor4d(wave(192, k, 0.9), [1, 8, 8, 3]);

/** A network whose i-th variable is the wave of k + i. */
function waveNetwork(plan: NetworkPlan, k: number) {
  const names = Object.keys(plan);
  return fillNetwork(
    plan,
    (name) => wave(tf.util.sizeFromShape([...plan[name].shape]), k + names.indexOf(name), 0.5),
  );
}

/** The run that {@linkcode numbers} are of. */
function waveTraining(): BaselineTraining<CycleGanConfig> {
  const small = { gf: 2, df: 2, downs: 1, blocks: 1, dLayers: 1, pool: 0 };
  const config = { ...createBaselineConfig(cyclegan, small), size: 8 as 32 };
  const plans = cyclegan.plan(config, ["a", "b"]);
  const starts = { generator0: 0, generator1: 10, discriminator0: 20, discriminator1: 30 };
  const networks = Object.fromEntries(
    Object.entries(starts).map(([name, k]) => [name, waveNetwork(plans[name], k)]),
  );
  const random = { batches: new Random(1), steps: new Random(2) };
  return startBaseline(cyclegan, config, ["a", "b"], networks, random);
}

for (const backend of ["cpu", "wasm"] as const) {
  Deno.test(`on ${backend} the networks of a CycleGAN answer as PyTorch's do`, async () => {
    await install(backend);
    using training = waveTraining();
    const { config, networks } = training;
    const fake = applyResnet(config, networks.generator1, waveImage(40));
    const answers = applyPatches(config, networks.discriminator1, waveImage(50));
    assertEquals(fake.shape, [1, 8, 8, 3]);
    const values = await fake.data<"float32">();
    numbers.fake.forEach((wanted, i) => assertAlmostEquals(values[i], wanted, 2e-5));
    assertAlmostEquals(values.reduce((a, b) => a + b), numbers.fakeSum, 1e-3);
    const said = await answers.data();
    numbers.answers.forEach((wanted, i) => assertAlmostEquals(said[i], wanted, 2e-5));
  });

  Deno.test(`on ${backend} a step's losses and gradients are PyTorch's`, async () => {
    await install(backend);
    using training = waveTraining();
    const reals: DomainBatches = [waveImage(40), waveImage(50)];
    const losses = await readLosses(cycleganStep(training, reals, drawNow));
    for (const [name, wanted] of Object.entries(numbers.losses)) {
      // D's loss is that of the fakes before G moved, as in the public code.
      assertAlmostEquals(losses[name], wanted, 1e-3, name);
    }
    for (const kind of ["generator", "discriminator"] as const) {
      for (const [name, wanted] of Object.entries<readonly number[]>(numbers[kind])) {
        // The first moment after one step is half the gradient, beta1 being 0.5.
        const m = await training.adams[`${kind}1`].m[name].data();
        wanted.forEach((value, i) => assertAlmostEquals(2 * m[i], value, 2e-3, `${kind} ${name}`));
      }
    }
  });
}

Deno.test("a step moves every weight of its four networks, fills the pools and leaves nothing", async () => {
  await install("cpu");
  const config = createBaselineConfig(cyclegan, { size: 32, gf: 1, df: 1, blocks: 1, pool: 3 });
  using training = createBaselineTraining(cyclegan, config, ["a", "b"]);
  const values = () =>
    Promise.all(
      Object.entries(training.networks).flatMap(([network, n]) =>
        Object.entries(networkVariables(n)).map(async ([name, v]) =>
          [`${network}/${name}`, `${await v.data()}`] as const
        )
      ),
    );
  const before = await values(), held = tf.memory().numTensors;
  const random = new Random(3);
  const images = () =>
    tf.tensor4d(random.fillUniform(new Float32Array(3072), -1, 1), [1, 32, 32, 3]);
  const reals: DomainBatches = [images(), images()];
  await readLosses(cycleganStep(training, reals, drawNow));
  tf.dispose(reals as unknown as tf.Tensor[]);
  assertEquals(tf.memory().numTensors, held);
  const after = new Map(await values());
  for (const [name, value] of before) {
    // Instance norm takes out what scales a whole image, so a gradient may be 0; none here is.
    assertNotEquals(after.get(name), value, name);
  }
});

Deno.test("weights of 0 leave their losses out", async () => {
  await install("cpu");
  const changes = { size: 32, gf: 1, df: 1, blocks: 1, cycleWeight: 0 } as const;
  using training = createBaselineTraining(
    cyclegan,
    createBaselineConfig(cyclegan, changes),
    ["a", "b"],
  );
  const reals: DomainBatches = [tf.zeros([1, 32, 32, 3]), tf.ones([1, 32, 32, 3])];
  const losses = await readLosses(cycleganStep(training, reals, drawNow));
  assertEquals(Object.keys(losses), ["g/source", "d/source"]);
  assert(Object.values(losses).every(Number.isFinite));
});
