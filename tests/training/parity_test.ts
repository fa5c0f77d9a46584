// Our steps beside PyTorch's: fixtures/parity/make.py says what is compared, and makes it anew.
import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { decodeSafetensors, type SafeArray } from "../../lib/checkpoint/safetensors.ts";
import type { Config } from "../../lib/config.ts";
import { install } from "../../lib/kernels/install.ts";
import { createModel, type Model } from "../../lib/networks/model.ts";
import type { Network } from "../../lib/networks/network.ts";
import { createConfig, type PresetName } from "../../lib/presets.ts";
import type { Augment } from "../../lib/training/diff_augment.ts";
import type { Losses } from "../../lib/training/gradients.ts";
import { oneHot } from "../../lib/training/latent.ts";
import {
  createStage1,
  discriminatorStep,
  generatorStep,
  type Stage1,
  type Stage1Batch,
  stage1Step,
} from "../../lib/training/stage1_step.ts";
import {
  createStage2,
  type Stage2,
  type Stage2Batch,
  stage2Step,
} from "../../lib/training/stage2_step.ts";
import { assign, fill, numbers } from "./parity_numbers.ts";

/** Largest relative difference. */
const TOLERANCE = 1e-4;
/** Steps that the moments say are done. */
const UPDATES = 8;
const LABELS = [0, 1, 0, 1];

/** What PyTorch computed, and with which config. */
interface Reference {
  readonly config: Partial<Config>;
  readonly arrays: Readonly<Record<string, SafeArray>>;
}

function readReference(preset: string): Reference {
  const url = new URL(`../../fixtures/parity/${preset}.safetensors`, import.meta.url);
  const { arrays, metadata } = decodeSafetensors(Deno.readFileSync(url));
  return { config: JSON.parse(metadata.config), arrays };
}

/** What make.py makes small, or its step sizes large, so that changes of weights can be compared. */
const CHANGED = [
  "size",
  "batch",
  "z",
  "gf",
  "df",
  "ef",
  "gFull",
  "steps1",
  "steps2",
  "gLearningRate",
  "dLearningRate",
  "eLearningRate",
] as const;

/** The preset, with those fields as make.py has them. */
function smallConfig(preset: PresetName, { config }: Reference): Config {
  const changes = Object.fromEntries(CHANGED.map((key) => [key, config[key]]));
  return createConfig(preset, changes as Partial<Config>);
}

interface Start {
  readonly model: Model;
  readonly stage1: Stage1;
  readonly stage2: Stage2;
  readonly batch1: Stage1Batch;
  readonly batch2: Stage2Batch;
  readonly augment: Augment;
}

/** Networks, moments and batches, filled as make.py fills them. */
function start(config: Config): Start {
  const { size, batch, z, gSteps } = config;
  const model = createModel(config, ["a", "b"]);
  const stage1 = createStage1(model), stage2 = createStage2(model);
  fill("g", model.generator, stage1.adamG);
  fill("d", model.discriminator, stage1.adamD);
  fill("e", model.encoder, stage2.adamE);
  if (model.average !== model.generator) {
    fill("g", model.average);
    const { weights, statistics } = model.average;
    for (const variable of [...Object.values(weights), ...Object.values(statistics)]) {
      assign(variable, (variable.dataSync() as Float32Array).map((v) => v / 2));
    }
  }
  stage1.adamD.updates = stage2.adamE.updates = UPDATES;
  stage1.adamG.updates = UPDATES * gSteps;
  const shape: [number, number, number, number] = [batch, size, size, 3];
  const x = tf.tensor4d(numbers("x", shape), shape), c = oneHot(LABELS, 2);
  const drawn = tf.tensor2d(numbers("z", [batch, z], 0, 1.7), [batch, z]);
  const shared = config.consistencyWeight > 0 ? drawn.gather([0, 0, 1, 1]) : drawn;
  const z2 = tf.tensor2d(numbers("z2", [batch, z], 0, 1.7), [batch, z]);
  const noise = tf.tensor4d(numbers("noise", shape, 0, config.instanceNoise), shape);
  return {
    model,
    stage1,
    stage2,
    batch1: { x, c, z: shared },
    batch2: { z: z2, c, real: config.eRealWeight > 0 ? { x, c } : undefined },
    augment: (images) => images.add(noise),
  };
}

const valuesOf = (network: Record<string, tf.Tensor>) =>
  Object.fromEntries(Object.entries(network).map(([name, v]) => [name, v.dataSync().slice()]));

/** Norm of the gradient that made these first moments out of those before. */
function gradientNorm(after: ArrayLike<number>, before: ArrayLike<number>, beta1: number): number {
  return Math.hypot(...Array.from(after, (m, i) => (m - beta1 * before[i]) / (1 - beta1)));
}

/** Asserts that two arrays differ by no more than TOLERANCE times the length of the second. */
function assertNear(got: ArrayLike<number>, wanted: ArrayLike<number>, what: string): void {
  assertEquals(got.length, wanted.length, what);
  const apart = Math.hypot(...Array.from(got, (v, i) => v - wanted[i]));
  const length = Math.hypot(...Array.from(wanted));
  assert(apart <= TOLERANCE * length, `${what}: ${apart} apart, of a length of ${length}`);
}

/** Holds values against PyTorch's by name, and knows which were not asked for. */
class Comparison {
  readonly #reference: Reference;
  readonly #left: Set<string>;

  constructor(reference: Reference) {
    this.#reference = reference;
    this.#left = new Set(Object.keys(reference.arrays));
  }

  check(name: string, got: ArrayLike<number>): void {
    this.#left.delete(name);
    assert(name in this.#reference.arrays, `PyTorch has no ${name}`);
    assertNear(got, this.#reference.arrays[name].values, name);
  }

  losses(losses: Losses): void {
    for (const [name, loss] of Object.entries(losses)) this.check(`loss/${name}`, loss.dataSync());
    tf.dispose(losses);
  }

  gradients(name: string, after: Record<string, tf.Tensor>, before: Moments, beta1: number): void {
    for (const [key, m] of Object.entries(after)) {
      const norm = gradientNorm(m.dataSync(), before[key], beta1);
      this.check(`${name}/gradient/${key}`, [norm]);
    }
  }

  network(name: string, network: Network, before: Moments): void {
    for (const [key, weight] of Object.entries(network.weights)) {
      const change = weight.dataSync().map((v, i) => v - before[key][i]);
      this.check(`${name}/change/${key}`, change);
    }
    for (const [key, statistic] of Object.entries(network.statistics)) {
      this.check(`${name}/statistic/${key}`, statistic.dataSync());
    }
  }

  norms(network: Network): void {
    for (const [key, v] of Object.entries({ ...network.weights, ...network.statistics })) {
      this.check(`average/norm/${key}`, [Math.hypot(...v.dataSync())]);
    }
  }

  complete(): void {
    assertEquals([...this.#left], [], "PyTorch has what we did not compare");
  }
}

type Moments = Record<string, ArrayLike<number>>;

for (const preset of ["paper", "release", "modern"] as const) {
  Deno.test(`${preset}: make.py computes with the preset's fields`, () => {
    const { config } = readReference(preset), ours = createConfig(preset);
    const compared = Object.keys(config).filter((key) =>
      !(CHANGED as readonly string[]).includes(key)
    ) as (keyof Config)[];
    assert(compared.length > 15);
    for (const key of compared) assertEquals(config[key], ours[key], `${key}: run make.py anew`);
  });

  for (const backend of ["cpu", "wasm"] as const) {
    Deno.test({
      name: `${backend}, ${preset}: a step of D, G and E is PyTorch's`,
      sanitizeOps: false,
      sanitizeResources: false,
      async fn() {
        await install(backend);
        const reference = readReference(preset), config = smallConfig(preset, reference);
        const compare = new Comparison(reference);
        // The gradients alone are a second step, and plain JavaScript takes seconds for one.
        if (backend === "wasm") compareGradients(start(config), compare);
        compareSteps(start(config), compare);
        if (backend === "wasm") compare.complete();
      },
    });
  }
}

/** The gradients of D's and of G's first update, as their first moments show them. */
function compareGradients({ model, stage1, batch1, augment }: Start, compare: Comparison): void {
  const { beta1 } = model.config, { adamD, adamG } = stage1;
  const beforeD = valuesOf(adamD.m), beforeG = valuesOf(adamG.m);
  tf.dispose(discriminatorStep(stage1, batch1, augment));
  compare.gradients("d", adamD.m, beforeD, beta1);
  tf.dispose(generatorStep(stage1, batch1, augment));
  compare.gradients("g", adamG.m, beforeG, beta1);
}

/** Stage 1's step, then stage 2's: losses, changes of weights, statistics, the moving average. */
function compareSteps(begun: Start, compare: Comparison): void {
  const { model, stage1, stage2, batch1, batch2, augment } = begun;
  const { generator, discriminator, encoder, average } = model;
  const before = [generator, discriminator, encoder].map(({ weights }) => valuesOf(weights));
  const beforeE = valuesOf(stage2.adamE.m);
  compare.losses(stage1Step(stage1, batch1, augment));
  compare.losses(stage2Step(stage2, batch2));
  compare.gradients("e", stage2.adamE.m, beforeE, model.config.eBeta1);
  compare.network("g", generator, before[0]);
  compare.network("d", discriminator, before[1]);
  compare.network("e", encoder, before[2]);
  if (average !== generator) compare.norms(average);
}
