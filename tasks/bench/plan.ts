/**
 * What is measured where: as much as a machine does in minutes.
 *
 * @module
 */
import type { StepCase } from "./bench_row.ts";

/** The speed that a plan reckons with: a GPU, a CPU with our wasm kernels, or neither. */
export type Speed = "gpu" | "cpu" | "slow";

/** What to measure. */
export interface Plan {
  /** Whole steps. */
  readonly steps: readonly StepCase[];
  /** Steps of CycleGAN; the batch is of each domain. */
  readonly cyclegan: readonly StepCase[];
  /** Steps to set beside stock tfjs, which takes half a minute for the smallest. */
  readonly stock: StepCase;
  /** Steps to set beside PyTorch. */
  readonly compare: StepCase;
  /** Steps to set beside jax-js, whose convolutions on a CPU do 0.02 GFLOP/s. */
  readonly jax: StepCase;
  /** Series in which one thing grows: batch, gf, size. */
  readonly scaling: readonly (readonly StepCase[])[];
  /** Filters and batch of the single layers. */
  readonly layers: { readonly gf: number; readonly batch: number };
  /** Filters of the model that a cold start translates with. */
  readonly coldStart: number;
}

const at = (gf: number, batch: number, size = 64): StepCase => ({ gf, batch, size });

const smallest = at(16, 4), tiny = at(4, 2);

const plans: Readonly<Record<Speed, Plan>> = {
  gpu: {
    steps: [at(16, 16), at(64, 1), at(64, 64), at(128, 64), at(64, 16, 128)],
    cyclegan: [at(64, 1), at(64, 16)],
    stock: at(64, 64),
    compare: at(64, 64),
    jax: at(64, 64),
    scaling: series(at(64, 16), [1, 16, 64], [16, 32, 64, 128], [32, 64, 128]),
    layers: { gf: 64, batch: 64 },
    coldStart: 64,
  },
  cpu: {
    steps: [at(16, 16), at(32, 1), at(32, 32), at(64, 16), at(32, 16, 128)],
    cyclegan: [at(16, 1, 32), at(32, 1), at(32, 4)],
    stock: smallest,
    compare: at(32, 32),
    jax: tiny,
    scaling: series(at(32, 16), [1, 16, 64], [16, 32, 64], [32, 64, 128]),
    layers: { gf: 32, batch: 32 },
    coldStart: 32,
  },
  slow: {
    steps: [smallest],
    cyclegan: [at(4, 1, 32)],
    stock: smallest,
    compare: smallest,
    jax: tiny,
    scaling: series(at(4, 2), [1, 2, 4], [4, 8], [32, 64]),
    layers: { gf: 8, batch: 2 },
    coldStart: 16,
  },
};

/** The default plan for a speed. */
export function planFor(speed: Speed): Plan {
  return plans[speed];
}

/** The least that shows that everything runs. */
export const quickPlan: Plan = {
  steps: [at(8, 2)],
  cyclegan: [at(2, 1, 32)],
  stock: at(4, 1),
  compare: at(8, 2),
  jax: tiny,
  scaling: series(at(4, 2), [1, 2], [4, 8], [32, 64]),
  layers: { gf: 4, batch: 2 },
  coldStart: 8,
};

/** Every gf, batch and size. */
export const everyStep: readonly StepCase[] = [64, 128].flatMap((size) =>
  [16, 32, 64, 128].flatMap((gf) => [1, 16, 64].map((batch) => at(gf, batch, size)))
);

function series(
  { gf, batch, size }: StepCase,
  batches: readonly number[],
  filters: readonly number[],
  sizes: readonly number[],
): StepCase[][] {
  return [
    batches.map((b) => at(gf, b, size)),
    filters.map((f) => at(f, batch, size)),
    sizes.map((s) => at(gf, batch, s)),
  ];
}
