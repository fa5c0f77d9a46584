/**
 * The hyperparameters of the Domain Transfer Network.
 *
 * @module
 */
import { configFields, type ConfigOf } from "../config.ts";
import { type BaselineRule, sharedFields } from "./shared_fields.ts";

/**
 * The rules and defaults. The weights of the losses are those that were published for faces.
 *
 * Source: Taigman et al., arXiv 1611.02200, section 5.
 */
export const dtnFields = {
  ...sharedFields,
  batch: {
    type: "integer",
    range: [2, 1024],
    doc: "images of the source and as many of the target in a batch",
    stage: 1,
    default: 16,
  },
  fromDomain: {
    type: "string",
    doc: "the source domain; the first of the data if left out",
    stage: 1,
    default: "",
  },
  toDomain: {
    type: "string",
    doc: "the target domain; the other of two if left out",
    stage: 1,
    default: "",
  },
  f: {
    type: "string",
    doc:
      "what describes images: random (convolutions), face (dlib's descriptor of faces), or a run " +
      "of the two-step method, whose E it then is",
    stage: 1,
    default: "random",
  },
  fLength: {
    type: "integer",
    range: [1, 1024],
    doc: "numbers in f(x); f's own if left out",
    stage: 1,
    default: 960,
  },
  fFilters: {
    type: "integer",
    range: [0, 512],
    doc: "base filters of f where it is a run's E; the run's own if left out",
    stage: 1,
    default: 0,
  },
  fKernel: {
    type: "integer",
    range: [0, 7],
    doc: "side of f's kernels where it is a run's E; the run's own if left out",
    stage: 1,
    default: 0,
  },
  fNorm: {
    ...configFields.eNorm,
    doc: "f's normalisation where it is a run's E; the run's own if left out",
    absent: undefined,
    default: "none",
  },
  gf: {
    type: "integer",
    range: [1, 512],
    doc: "base filters of g, those of its last layers",
    stage: 1,
    default: 32,
  },
  df: {
    type: "integer",
    range: [1, 512],
    doc: "base filters of D, those of its first layer",
    stage: 1,
    default: 32,
  },
  constWeight: {
    type: "number",
    range: [0, 10_000],
    doc: "alpha: weight of L_CONST, which keeps f; 15 for digits in the paper",
    stage: 1,
    mayChange: "asked",
    default: 100,
  },
  identityWeight: {
    type: "number",
    range: [0, 10_000],
    doc: "beta: weight of L_TID, which keeps images of the target; 15 for digits in the paper",
    stage: 1,
    mayChange: "asked",
    default: 1,
  },
  smoothWeight: {
    type: "number",
    range: [0, 1000],
    doc: "gamma: weight of L_TV, which smooths; 0 for digits in the paper",
    stage: 1,
    mayChange: "asked",
    default: 0.05,
  },
} as const;

// Every row is a rule.
dtnFields satisfies Readonly<Record<string, BaselineRule>>;

/** The config of a Domain Transfer Network. */
export type DtnConfig = ConfigOf<typeof dtnFields>;
