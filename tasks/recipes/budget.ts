/**
 * Compute budgets: what every recipe of a table is given alike.
 *
 * @module
 */
import type { Config } from "../../lib/config.ts";

/** One budget. */
export interface Budget {
  /** Its name on the command line and in the rows. */
  readonly name: string;
  /** Side of the images, pixels. */
  readonly size: Config["size"];
  /** gf, df and ef. */
  readonly width: number;
  /** Length of z. */
  readonly z: number;
  /** Images in a batch. */
  readonly batch: number;
  /** Real images that stage 1 sees, whatever a recipe makes of each. */
  readonly images: number;
  /** Stage-2 iterations. */
  readonly steps2: number;
  /** Momentum of G's average, where a recipe has one: long runs average over more steps. */
  readonly emaMomentum: number;
  /** Number of faces of each domain. */
  readonly faces: { readonly train: number; readonly heldOut: number };
  /** Training steps of the independent classifier, at most. */
  readonly classifierSteps: number;
  /** Training steps of the probe of kept attributes. */
  readonly probeSteps: number;
  /** Faces of each domain whose latents are refined one by one, and the steps that takes. */
  readonly refine: { readonly count: number; readonly steps: number };
  /** Stage-2 steps between two points of E's curve. */
  readonly curveEvery: number;
  /** Steps that are timed at a time. A GPU is waited for where losses are read, every 10 steps. */
  readonly speedSteps: number;
}

const faces = { train: 4000, heldOut: 256 };

const cpu: Budget = {
  name: "cpu",
  size: 32,
  width: 32,
  z: 32,
  batch: 64,
  images: 48_000,
  steps2: 500,
  emaMomentum: 0.99,
  faces,
  classifierSteps: 300,
  probeSteps: 300,
  refine: { count: 128, steps: 100 },
  curveEvery: 50,
  speedSteps: 1,
};

const gpu: Budget = {
  ...cpu,
  name: "gpu",
  size: 64,
  images: 64_000,
  steps2: 700,
  emaMomentum: 0.995,
  refine: { count: 64, steps: 100 },
  curveEvery: 100,
  speedSteps: 10,
};

/** All budgets; `smoke` takes seconds and shows only that everything runs. */
export const budgets: Readonly<Record<string, Budget>> = {
  cpu,
  gpu,
  gpu128: {
    ...gpu,
    name: "gpu128",
    size: 128,
    batch: 32,
    images: 48_000,
    faces: { train: 4000, heldOut: 128 },
  },
  smoke: {
    ...cpu,
    name: "smoke",
    width: 2,
    z: 4,
    batch: 4,
    images: 16,
    steps2: 4,
    faces: { train: 16, heldOut: 8 },
    classifierSteps: 2,
    probeSteps: 2,
    refine: { count: 4, steps: 2 },
    curveEvery: 2,
  },
};
