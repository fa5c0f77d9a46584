import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { adamUpdate, install, lerp } from "../../../lib/kernels/install.ts";
import { countDispatches } from "../../../lib/kernels/webgpu/dispatch_counter.ts";
import { ReplayedStep, type StepInputs } from "../../../lib/kernels/webgpu/replayed_step.ts";
import { networkVariables } from "../../../lib/networks/network.ts";
import { createConfig } from "../../../lib/presets.ts";
import { Random } from "../../../lib/random.ts";
import type { Losses } from "../../../lib/training/gradients.ts";
import { stage1Step } from "../../../lib/training/stage1_step.ts";
import { stage2Step } from "../../../lib/training/stage2_step.ts";
import { createTraining, disposeTraining, type Training } from "../../../lib/training/training.ts";
import { replayStage1, replayStage2 } from "../../../tasks/bench/replayed_training.ts";
import { webgpuTest } from "./device.ts";

const BATCH = 4;

async function valuesOf(tensors: Record<string, tf.Tensor>): Promise<Record<string, number[]>> {
  const entries = Object.entries(tensors).map(async ([name, t]) => [name, [...await t.data()]]);
  return Object.fromEntries(await Promise.all(entries));
}

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
  const values: Record<string, Record<string, number[]>> = {};
  for (const [name, of] of Object.entries(variables)) values[name] = await valuesOf(of);
  return { values, updates };
}

function batches(z: number, count: number): StepInputs[] {
  const random = new Random(7);
  return Array.from({ length: count }, () => ({
    x: random.fillUniform(new Float32Array(BATCH * 32 * 32 * 3), -1, 1),
    c: Float32Array.of(1, 0, 0, 1, 0, 1, 1, 0),
    z: random.fillNormal(new Float32Array(BATCH * z)),
  }));
}

// release has two G updates in a step, batch norm in D, and here a moving average too.
for (const preset of ["release", "modern"] as const) {
  webgpuTest(`replayed training equals tfjs' to the bit: ${preset}`, async () => {
    const shape = { size: 32, gf: 2, df: 2, ef: 2, z: 4, batch: BATCH } as const;
    const config = createConfig(preset, { ...shape, ema: 0.99 });
    const data = batches(config.z, 6);
    const train = async (steps: (training: Training) => ((inputs: StepInputs) => Losses)[]) => {
      const training = createTraining(config, ["a", "b"]), losses: Record<string, number[]>[] = [];
      for (const step of steps(training)) {
        for (const inputs of data) {
          const found = step(inputs);
          losses.push(await valuesOf(found));
          tf.dispose(found);
        }
      }
      const result = { losses, ...await stateOf(training) };
      disposeTraining(training);
      return result;
    };
    const expected = await train(({ stage1, stage2 }) => [
      ({ x, c, z }) =>
        tf.tidy(() =>
          stage1Step(stage1, {
            x: tf.tensor4d(x, [BATCH, 32, 32, 3]),
            c: tf.tensor2d(c, [BATCH, 2]),
            z: tf.tensor2d(z, [BATCH, config.z]),
          })
        ),
      ({ c, z }) =>
        tf.tidy(() =>
          stage2Step(stage2, {
            c: tf.tensor2d(c, [BATCH, 2]),
            z: tf.tensor2d(z, [BATCH, config.z]),
          })
        ),
    ]);
    const replays: ReplayedStep<Losses>[] = [];
    const actual = await train(({ stage1, stage2 }) => {
      replays.push(replayStage1(stage1, BATCH), replayStage2(stage2, BATCH));
      return replays.map((replay) => (inputs: StepInputs) => replay.run(inputs));
    });
    assertEquals(actual.losses, expected.losses);
    assertEquals(actual.updates, expected.updates);
    assertEquals(actual.values, expected.values);
    for (const replay of replays) {
      assert(replay.recorded);
      assertGreater(replay.size.dispatches, 20);
      replay.forget();
    }
  });
}

const STATE = 3;

/** param follows x by Adam; the output is their distance before. */
function small(state: tf.Tensor[], run?: (inputs: Record<string, tf.Tensor>) => void) {
  const [param, m, v] = state;
  let step = 0;
  return new ReplayedStep({
    shapes: { x: [STATE] },
    state,
    onReplay: () => step++,
    run: (inputs) =>
      tf.tidy(() => {
        const grad = param.sub(inputs.x), distance = grad.square().sum();
        run?.(inputs);
        const attrs = { learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-8 };
        adamUpdate([{ param, grad, m, v }], { ...attrs, step: ++step });
        return { distance };
      }),
  });
}

const zeros = () => [tf.zeros([STATE]), tf.zeros([STATE]), tf.zeros([STATE])];
const inputs = (): StepInputs => ({ x: Float32Array.of(1, 2, 3) });

webgpuTest(
  "a replayed step dispatches what the step does, in few submissions, and leaks nothing",
  async () => {
    const state = zeros(), replay = small(state);
    for (let i = 0; i < 3; i++) tf.dispose(replay.run(inputs()));
    const before = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU: number };
    const { dispatches } = await countDispatches(() => {
      for (let i = 0; i < 10; i++) tf.dispose(replay.run(inputs()));
    });
    const after = tf.memory() as tf.MemoryInfo & { numBytesAllocatedInGPU: number };
    assertEquals(dispatches, 10 * replay.size.dispatches);
    assertEquals(after.numTensors, before.numTensors);
    assertEquals(after.numBytesAllocatedInGPU, before.numBytesAllocatedInGPU);
    // What other ops compute between two replays is not overwritten by the second.
    const [kept, other] = [tf.fill([STATE], 5), tf.fill([STATE], 2)];
    const product = kept.mul(other);
    const { distance } = replay.run(inputs());
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
  for (let i = 0; i < 4; i++) tf.dispose(replay.run(inputs()));
  assert(replay.recorded);
  variable.assign(tf.tensor1d([1, 2, 3]));
  const { distance } = replay.run(inputs());
  assert(!replay.recorded);
  assertEquals([...await distance.data()], [0]);
  replay.forget();
  tf.dispose([state, variable, distance]);
});

webgpuTest("what cannot be replayed is refused with the reason", () => {
  const other = tf.ones([STATE]).mul(2), target = tf.ones([STATE]);
  let i = 0;
  const kept: tf.Tensor[] = [];
  const steps: [string, (inputs: Record<string, tf.Tensor>) => void][] = [
    ["values that change", ({ x }) => x.add(tf.tensor1d([++i, 0, 0]))],
    ["setting of one of its ops changes", ({ x }) => x.slice(++i % 3, 1).square()],
    ["dispatches change", ({ x }) => ++i % 2 ? x.square() : x.square().square()],
    ["neither input nor state", ({ x }) => x.add(other)],
    ["leaves tensors behind", ({ x }) => kept.push(tf.keep(x.square()))],
    ["lerp 0 change by no known rule", ({ x }) => lerp([{ target, source: x }], 0.1 / ++i)],
  ];
  for (const [reason, run] of steps) {
    const state = [...zeros(), ...(reason.includes("lerp") ? [target] : [])];
    const replay = small(state, run);
    for (let step = 0; step < 2; step++) tf.dispose(replay.run(inputs()));
    assertThrows(() => replay.run(inputs()), Error, reason);
    tf.dispose(state);
  }
  tf.dispose(other);
});

Deno.test("steps are replayed on webgpu only", async () => {
  await install("cpu");
  assertThrows(() => small(zeros()), Error, "webgpu only");
});
