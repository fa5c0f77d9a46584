import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../../../lib/config.ts";
import { adamUpdate, type Draw, install, lerp } from "../../../lib/kernels/mod.ts";
import { countDispatches } from "../../../tasks/bench/dispatch_counter.ts";
import { ReplayedStep } from "../../../lib/kernels/webgpu/replayed_step.ts";
import { networkVariables } from "../../../lib/networks/network.ts";
import { createConfig, type PresetName } from "../../../lib/presets.ts";
import { type TrainEvent, trainStage1, trainStage2 } from "../../../lib/training/train.ts";
import { createTraining, disposeTraining, type Training } from "../../../lib/training/training.ts";
import { noiseImages } from "../../training/noise_images.ts";
import { webgpuTest } from "./device.ts";

/** Every variable of a run, moments and averages included. */
async function stateOf({ model, stage1, stage2 }: Training) {
  const variables = {
    generator: networkVariables(model.generator),
    average: networkVariables(model.average),
    discriminator: networkVariables(model.discriminator),
    encoder: networkVariables(model.encoder),
    mG: stage1.adamG.m,
    vG: stage1.adamG.v,
    mD: stage1.adamD.m,
    mE: stage2.adamE.m,
  };
  const updates = [stage1.adamG, stage1.adamD, stage2.adamE].map((adam) => adam.updates);
  const values: Record<string, number[]> = {};
  for (const [name, of] of Object.entries(variables)) {
    for (const [key, t] of Object.entries(of)) values[`${name}/${key}`] = [...await t.data()];
  }
  return { values, updates };
}

/** Both stages, with and without replay. */
async function trained(config: Config, replay: boolean) {
  const images = noiseImages(["a", "b"], 6), training = createTraining(config, images.domains);
  const losses: TrainEvent["losses"][] = [];
  for await (const event of trainStage1(training, images, { replay })) losses.push(event.losses);
  for await (const event of trainStage2(training, images, { replay })) losses.push(event.losses);
  const result = { losses, ...await stateOf(training) };
  disposeTraining(training);
  return result;
}

// release has two G updates in a step, batch norm in D, and here a moving average too. The others
// have everything that draws random numbers or changes its numbers from step to step.
const everything: Partial<Config> = {
  ...{ diffAugment: ["color", "translation", "cutout"], eAugment: ["translation"] },
  ...{
    decayShare: 0.5,
    eDecayShare: 0.7,
    instanceNoise: 0.3,
    consistencyWeight: 1,
    robustConsistencyWeight: 1,
    featureConsistencyWeight: 1,
    zWeight: 0.5,
  },
  ...{ eRealWeight: 1, eDetailWeight: 1, eFeatureWeight: 1, eInvarianceWeight: 1, flip: true },
};
const encodesReals = {
  ...{ encodedShare: 0.5, rebuildWeight: 1, rebuildDetailWeight: 1, rebuildFeatureWeight: 1 },
};
const trials: [string, PresetName, Partial<Config>][] = [
  ["release", "release", { emaMomentum: 0.99 }],
  ["modern", "modern", {}],
  ["modern, every option", "modern", everything],
  ["c in D's input", "modern", { dHead: "concat" }],
  ["semi-supervised, with E_y", "modern", { dHead: "semi", labelledShare: 0.5, eDomain: true }],
  ["InfoGAN", "modern", { dHead: "infogan" }],
  ["E beside G", "modern", { ...encodesReals, batch: 8, gSteps: 2, gLabelFrom: 16 }],
  ["E beside G later", "modern", {
    ...encodesReals,
    ...{ batch: 8, gSteps: 2, encodedAfter: 5, steps1: 10 },
    ...{ cycleWeight: 1, correlationWeight: 0.1, invarianceWeight: 1, energyWeight: 1 },
    ...{ priorEnergyWeight: 1, whiten: false },
  }],
];
for (const [name, preset, changes] of trials) {
  webgpuTest(`replayed training equals tfjs' to the bit: ${name}`, async () => {
    const shape = { size: 32, gf: 2, df: 2, ef: 2, z: 4, batch: 4 } as const;
    const steps = { steps1: 6, steps2: 5, logEvery: 1 };
    const config = createConfig(preset, { ...shape, ...steps, ...changes });
    assertEquals(await trained(config, true), await trained(config, false));
  });
}

const STATE = 3;

/** param follows x by Adam; the output is their distance before. */
function small(state: tf.Tensor[], run?: (x: tf.Tensor, draw: Draw) => void) {
  const [param, m, v] = state;
  let step = 0;
  return new ReplayedStep({
    state,
    onReplay: () => step++,
    run: (draw) =>
      tf.tidy(() => {
        const x = draw([STATE], () => Float32Array.of(1, 2, 3));
        const grad = param.sub(x), distance = grad.square().sum();
        run?.(x, draw);
        const attrs = { learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 };
        adamUpdate([{ param, grad, m, v }], { ...attrs, step: ++step });
        return { distance };
      }),
  });
}

const zeros = () => [tf.zeros([STATE]), tf.zeros([STATE]), tf.zeros([STATE])];

webgpuTest(
  "a replayed step dispatches what the step does, in few submissions, and leaks nothing",
  async () => {
    const state = zeros(), replay = small(state);
    for (let i = 0; i < 3; i++) tf.dispose(replay.run());
    const before = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU: number };
    const { dispatches } = await countDispatches(() => {
      for (let i = 0; i < 10; i++) tf.dispose(replay.run());
    });
    const after = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU: number };
    assertEquals(dispatches, 10 * replay.size.dispatches);
    assertEquals(after.numTensors, before.numTensors);
    assertEquals(after.numBytesAllocatedInGPU, before.numBytesAllocatedInGPU);
    // What other ops compute between two replays is not overwritten by the second.
    const [kept, other] = [tf.fill([STATE], 5), tf.fill([STATE], 2)];
    const product = kept.mul(other);
    const { distance } = replay.run();
    assertEquals([...await product.data()], [10, 10, 10]);
    const read = await distance.data();
    assert(read[0] > 0 && read[0] < 14, `distance ${read}`);
    replay.forget();
    tf.dispose([state, kept, other, product, distance]);
  },
);

webgpuTest("a state tensor that was replaced makes the step be recorded anew", async () => {
  const state = zeros(), variable = tf.variable(state[0]);
  const replay = small([variable, state[1], state[2]]);
  for (let i = 0; i < 4; i++) tf.dispose(replay.run());
  assert(replay.recorded);
  variable.assign(tf.tensor1d([1, 2, 3]));
  const { distance } = replay.run();
  assert(!replay.recorded);
  assertEquals([...await distance.data()], [0]);
  replay.forget();
  tf.dispose([state, variable, distance]);
});

webgpuTest("what cannot be replayed is refused with the reason", () => {
  const other = tf.ones([STATE]).mul(2), target = tf.ones([STATE]);
  let i = 0;
  const kept: tf.Tensor[] = [];
  const steps: [string, (x: tf.Tensor, draw: Draw) => void][] = [
    ["values that change", (x) => x.add(tf.tensor1d([++i, 0, 0]))],
    ["setting of one of its ops changes", (x) => x.slice(++i % 3, 1).square()],
    ["what it draws changes in size", (_, draw) => draw([++i], () => new Float32Array(i))],
    ["dispatches change", (x) => ++i % 2 ? x.square() : x.square().square()],
    ["neither drawn nor state", (x) => x.add(other)],
    ["leaves tensors behind", (x) => kept.push(tf.keep(x.square()))],
    ["lerp 0 change by no known rule", (x) => lerp([{ target, source: x }], 0.1 / ++i)],
  ];
  for (const [reason, run] of steps) {
    const state = [...zeros(), ...(reason.includes("lerp") ? [target] : [])];
    const replay = small(state, run);
    const runs = () => {
      for (let step = 0; step < 3; step++) tf.dispose(replay.run());
    };
    assertThrows(runs, Error, reason);
    tf.dispose(state);
  }
  tf.dispose(other);
});

Deno.test("steps are replayed on webgpu only", async () => {
  await install("cpu");
  assertThrows(() => small(zeros()), Error, "webgpu only");
});
