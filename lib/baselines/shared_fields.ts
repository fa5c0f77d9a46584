/**
 * Hyperparameters that every baseline has, with the same meaning as in the two-step method.
 *
 * @module
 */
import { configFields, type FieldRule } from "../config.ts";

/** A field of a baseline's config, with the value that a run has where none is given. */
export type BaselineRule = FieldRule & {
  /** That value. */
  readonly default: number | boolean | string | readonly string[];
};

/** The rules and defaults, in the order that help prints them. */
export const sharedFields = {
  size: { ...configFields.size, default: 64 },
  seed: { ...configFields.seed, default: 1 },
  steps1: {
    ...configFields.steps1,
    doc: "steps in all: one update of each network",
    was: ["steps"],
    default: 20_000,
  },
  learningRate: {
    type: "number",
    range: [0, 1],
    doc: "Adam's step size, of all networks",
    stage: 1,
    mayChange: "asked",
    default: 2e-4,
  },
  beta1: { ...configFields.beta1, doc: "Adam's decay of the first moment", default: 0.5 },
  beta2: { ...configFields.beta2, default: 0.999 },
  decayShare: {
    type: "number",
    range: [0, 1],
    doc: "share of the steps, at their end, in which the step size falls to 0",
    stage: 1,
    was: ["decay"],
    mayChange: "asked",
    default: 0.5,
  },
  flip: { ...configFields.flip, default: true },
  zoom: { ...configFields.zoom, default: 1 },
  rotate: { ...configFields.rotate, default: 0 },
  cropFrom: {
    ...configFields.cropFrom,
    doc: "enlarge reals to this side before a random crop; the size if left out",
    default: 64,
  },
  heldOut: { ...configFields.heldOut, default: 0.1 },
  saveEvery: { ...configFields.saveEvery, default: 500 },
  sampleEvery: {
    ...configFields.sampleEvery,
    doc: "steps between pictures of the same held-out images",
    default: 500,
  },
  logEvery: { ...configFields.logEvery, default: 10 },
} as const;

// Every row is a rule.
sharedFields satisfies Readonly<Record<string, BaselineRule>>;
