/**
 * CycleGAN's hyperparameters.
 *
 * @module
 */
import type { ConfigOf } from "../config/field_table.ts";
import { type BaselineRule, sharedFields } from "./shared_fields.ts";

/**
 * The rules and defaults. They are the paper's and the public code's where nothing else is said.
 *
 * Source: Zhu et al., arXiv 1703.10593, section 4 and 7; github.com/junyanz/pytorch-CycleGAN-and-pix2pix.
 *
 * Differs: gf and df are 32, half the public code's, so that a CPU can train it; its images are 256x256,
 * so it has 9 blocks and enlarges images to 286 before a crop of 256.
 */
export const cycleganFields = {
  ...sharedFields,
  batch: {
    type: "integer",
    range: [1, 256],
    doc: "images of each of the two domains in a batch",
    stage: 1,
    default: 1,
  },
  gf: {
    type: "integer",
    range: [1, 512],
    doc: "channels of the generators' first layer; the public code has 64",
    stage: 1,
    default: 32,
  },
  downs: {
    type: "integer",
    range: [1, 3],
    doc: "how often the generators halve the side",
    stage: 1,
    default: 2,
  },
  blocks: {
    type: "integer",
    range: [1, 20],
    doc: "residual blocks of the generators",
    stage: 1,
    default: 6,
  },
  df: {
    type: "integer",
    range: [1, 512],
    doc: "channels of the discriminators' first layer; the public code has 64",
    stage: 1,
    default: 32,
  },
  dLayers: {
    type: "integer",
    range: [1, 4],
    doc:
      "layers of the discriminators that halve the side: 3 for patches of 70x70, 2 for 34x34; 3, " +
      "or 2 at 32x32, if left out",
    stage: 1,
    default: 3,
  },
  cycleWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the cycle loss, lambda",
    stage: 1,
    mayChange: "asked",
    default: 10,
  },
  identityWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the identity loss, times cycleWeight",
    stage: 1,
    mayChange: "asked",
    default: 0.5,
  },
  pool: {
    type: "integer",
    range: [0, 1000],
    doc: "earlier fakes of each domain that the discriminators are shown again, 0 for none",
    stage: 1,
    default: 50,
  },
} as const;

// Every row is a rule.
cycleganFields satisfies Readonly<Record<string, BaselineRule>>;

/** The config of a CycleGAN. */
export type CycleGanConfig = ConfigOf<typeof cycleganFields>;
