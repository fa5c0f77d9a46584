/**
 * The table of the config: every hyperparameter of a run, declared once. The {@linkcode Config}
 * type, its validation, the options of the command line, their help and the reading of saved
 * configs follow from it.
 *
 * To add a field, add a row here and use it. A preset names it only where its value is not `absent`.
 *
 * @module
 */
import type { FieldRule, FieldValue } from "./field_rule.ts";

/** Weights of the losses where E learns beside G. */
const besideG = {
  stage: 1,
  absent: 0,
  mayChange: "asked",
  onlyWith: { encodedShare: "above 0" },
} as const;

/** The rule and the meaning of every field, in the order that help prints them. */
export const configFields = {
  preset: {
    type: "string",
    doc: "preset that the other fields started from",
    stage: "housekeeping",
  },
  size: {
    type: "choice",
    choices: [32, 64, 128],
    doc: "side of the images, pixels",
    stage: "both",
  },
  seed: {
    type: "integer",
    range: [0, 2147483647],
    doc: "seed of every random number",
    stage: "both",
  },
  batch: {
    type: "integer",
    range: [2, 1024],
    doc: "images in a batch, all domains together",
    stage: "both",
  },

  z: { type: "integer", range: [1, 1024], doc: "length of the latent z", stage: "both" },
  zDistribution: {
    type: "choice",
    choices: ["normal", "uniform"],
    doc: "z ~ N(0,1) or U(-1,1)",
    stage: "both",
  },
  labelEmbedding: {
    type: "integer",
    range: [0, 256],
    doc: "length of c's learned embedding beside z, 0 for none",
    stage: 1,
  },

  gf: {
    type: "integer",
    range: [1, 512],
    doc: "base filters of G, those of its last layers",
    stage: 1,
  },
  gNorm: {
    type: "choice",
    choices: ["batch", "conditional"],
    doc: "normalisation of G; conditional: scale and shift depend on c",
    stage: 1,
  },
  gLabelFrom: {
    type: "choice",
    choices: [4, 8, 16, 32, 64, 128],
    doc: "side of G's layers from which on c decides scale and shift; smaller layers never see c",
    stage: 1,
    absent: 4,
    onlyWith: { gNorm: "conditional" },
  },
  gUp: {
    type: "choice",
    choices: ["deconv", "upsample"],
    doc: "how G doubles its resolution",
    stage: 1,
  },
  gKernel: {
    type: "integer",
    range: [2, 7],
    doc: "side of G's transposed-convolution kernels",
    stage: 1,
    onlyWith: { gUp: "deconv" },
  },
  gFull: {
    type: "integer",
    range: [0, 512],
    doc: "channels of one more layer of G at full resolution, 0 for none",
    stage: 1,
    absent: 0,
  },

  df: { type: "integer", range: [1, 512], doc: "base filters of D", stage: 1 },
  dNorm: {
    type: "choice",
    choices: ["batch", "spectral", "none"],
    doc: "normalisation of D",
    stage: 1,
  },
  dKernel: { type: "integer", range: [2, 7], doc: "side of the kernels of D and E", stage: "both" },
  dHead: {
    type: "choice",
    choices: ["acgan", "adcgan", "projection", "concat", "semi", "infogan"],
    doc:
      "what D says of c: acgan K classes; adcgan 2K, real and fake; projection, concat nothing, as " +
      "it is told c; semi K + 1, fake the last; infogan the code of fakes alone",
    stage: 1,
  },
  loss: { type: "choice", choices: ["bce", "hinge"], doc: "adversarial loss", stage: 1 },
  classWeight: {
    type: "number",
    range: [0, 100],
    doc: "weight of the classification losses",
    stage: 1,
    mayChange: "asked",
  },
  classOnFakes: {
    type: "boolean",
    doc: "train D's class head on fakes too",
    stage: 1,
    onlyWith: { dHead: "acgan", classWeight: "above 0" },
  },
  labelledShare: {
    type: "number",
    range: [0, 1],
    doc: "share of the reals whose domain training is told; with infogan, who votes on the codes",
    stage: "both",
    absent: 1,
    was: ["labelled"],
  },

  consistencyWeight: {
    type: "number",
    range: [0, 100],
    doc: "weight of the loss that keeps G's images of one z alike in all domains",
    stage: 1,
    absent: 0,
    was: ["consistency"],
    mayChange: "asked",
  },
  robustConsistencyWeight: {
    type: "number",
    range: [0, 100],
    doc: "weight of its robust form, which allows for what has to differ",
    stage: 1,
    absent: 0,
    was: ["robustConsistency"],
    mayChange: "asked",
  },
  featureConsistencyWeight: {
    type: "number",
    range: [0, 100],
    doc: "weight of the robust form on what D's layers see, but for the first",
    stage: 1,
    absent: 0,
    mayChange: "asked",
  },
  zWeight: {
    type: "number",
    range: [0, 100],
    doc: "weight of D's reading of z off fakes, 0 for no such head",
    stage: 1,
    absent: 0,
  },
  encodedShare: {
    type: "number",
    range: [0, 1],
    doc: "share of stage 1's z that E reads off reals, E learning beside G; 0 leaves E to stage 2",
    stage: 1,
    absent: 0,
    mayChange: "asked",
  },
  encodedAfter: {
    type: "integer",
    range: [0, 1e9],
    doc: "stage-1 steps before E begins to learn beside G",
    stage: 1,
    absent: 0,
    onlyWith: { encodedShare: "above 0" },
  },
  rebuildWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the pixel error of these reals as G draws them from that z in stage 1",
    ...besideG,
  },
  rebuildDetailWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the wavelet error of these reals",
    ...besideG,
  },
  rebuildFeatureWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the error of these reals in what D's layers see",
    ...besideG,
  },
  cycleWeight: {
    type: "number",
    range: [0, 100],
    doc:
      "weight of E's error in reading that z again off these reals as G draws them in every domain",
    ...besideG,
  },
  invarianceWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the difference between the domains' mean E(x) in stage 1",
    ...besideG,
  },
  energyWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the distance between the domains' distributions of E(x) in stage 1",
    ...besideG,
  },
  priorEnergyWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the distance between the distributions of E(x) and of random z in stage 1",
    ...besideG,
  },
  correlationWeight: {
    type: "number",
    range: [0, 100],
    doc: "weight of the covariances between the coordinates of what E reads off reals in stage 1",
    ...besideG,
  },

  steps1: {
    type: "integer",
    range: [0, 1e9],
    doc: "stage-1 iterations: one update of D, gSteps of G",
    stage: 1,
    mayChange: true,
  },
  gSteps: {
    type: "integer",
    range: [1, 10],
    doc: "updates of G for each update of D, with the same z and c",
    stage: 1,
    mayChange: "asked",
  },
  gLearningRate: {
    type: "number",
    range: [0, 1],
    doc: "Adam step size of G",
    stage: 1,
    mayChange: "asked",
  },
  dLearningRate: {
    type: "number",
    range: [0, 1],
    doc: "Adam step size of D",
    stage: 1,
    mayChange: "asked",
  },
  beta1: {
    type: "number",
    range: [0, 0.9999],
    doc: "Adam's decay of the first moment, for G and D",
    stage: 1,
    mayChange: "asked",
  },
  beta2: {
    type: "number",
    range: [0, 0.999999],
    doc: "Adam's decay of the second moment",
    stage: "both",
    mayChange: "asked",
  },
  emaMomentum: {
    type: "number",
    range: [0, 0.999999],
    doc: "share of G's moving average kept at each update, 0 for no average",
    stage: 1,
    was: ["ema"],
  },
  bnMomentum: {
    type: "number",
    range: [0, 0.999999],
    doc: "share of batch norm's moving statistics kept at each step",
    stage: "both",
    was: ["bnDecay"],
    mayChange: "asked",
  },
  reestimate: {
    type: "boolean",
    doc: "measure batch norm's statistics of G's average anew at the end of stage 1",
    stage: 1,
    absent: false,
  },
  instanceNoise: {
    type: "number",
    range: [0, 10],
    doc: "half the width of the noise on what D sees, 0 for none",
    stage: 1,
    absent: 0,
    mayChange: "asked",
  },
  diffAugment: {
    type: "list",
    choices: ["color", "translation", "cutout"],
    doc: "augmentation of reals and fakes before D",
    stage: 1,
    mayChange: "asked",
  },
  decayShare: {
    type: "number",
    range: [0, 1],
    doc: "share of stage 1 at its end in which step sizes and noise fall to 0",
    stage: 1,
    absent: 0,
    was: ["decay"],
    mayChange: "asked",
  },

  ef: { type: "integer", range: [1, 512], doc: "base filters of E", stage: 2 },
  eNorm: {
    type: "choice",
    choices: ["none", "batch", "layer"],
    doc: "normalisation of E",
    stage: 2,
  },
  steps2: {
    type: "integer",
    range: [0, 1e9],
    doc: "stage-2 iterations",
    stage: 2,
    mayChange: true,
  },
  eLearningRate: {
    type: "number",
    range: [0, 1],
    doc: "Adam step size of E",
    stage: 2,
    mayChange: "asked",
  },
  eBeta1: {
    type: "number",
    range: [0, 0.9999],
    doc: "Adam's decay of the first moment, for E",
    stage: 2,
    mayChange: "asked",
  },
  eDecayShare: {
    type: "number",
    range: [0, 1],
    doc: "share of stage 2 at its end in which the step size falls to 0",
    stage: 2,
    absent: 0,
    was: ["eDecay"],
    mayChange: "asked",
  },
  objective: {
    type: "choice",
    choices: ["z", "pixel"],
    doc: "stage-2 objective: the paper's MSE on z, or prior methods' pixel error",
    stage: 2,
  },
  eAugment: {
    type: "list",
    choices: ["color", "translation", "cutout"],
    doc: "augmentation of the fakes before E",
    stage: 2,
    mayChange: "asked",
  },
  eRealWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the pixel error of reconstructed reals in stage 2",
    stage: 2,
    absent: 0,
    was: ["eReal"],
    mayChange: "asked",
  },
  eDetailWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the wavelet error of reconstructed reals in stage 2",
    stage: 2,
    absent: 0,
    was: ["eDetail"],
    mayChange: "asked",
  },
  eFeatureWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the error of reconstructed reals in what D's layers see, in stage 2",
    stage: 2,
    absent: 0,
    mayChange: "asked",
  },
  eInvarianceWeight: {
    type: "number",
    range: [0, 1000],
    doc: "weight of the difference between the domains' mean E(x) in stage 2",
    stage: 2,
    absent: 0,
    was: ["eInvariance"],
    mayChange: "asked",
  },
  eDomain: {
    type: "boolean",
    doc:
      "in stage 2 a second encoder learns to read the domain of reals, and is asked for it, not D",
    stage: 2,
    absent: false,
  },
  whiten: {
    type: "boolean",
    doc: "before stage 2, give z coordinates in which E(x) of reals is spread as random z is",
    stage: 2,
    absent: true,
    onlyWith: { encodedShare: "above 0" },
  },
  eErase: {
    type: "boolean",
    doc: "after stage 2, erase from E what tells the domains of real images apart",
    stage: 2,
    absent: false,
    mayChange: "asked",
  },

  flip: { type: "boolean", doc: "mirror half of the reals", stage: "data", mayChange: "asked" },
  zoom: {
    type: "number",
    range: [0.5, 1],
    doc: "smallest random zoom of reals, 1 for none",
    stage: "data",
    mayChange: "asked",
  },
  rotate: {
    type: "number",
    range: [0, 180],
    doc: "largest random rotation of reals, degrees",
    stage: "data",
    mayChange: "asked",
  },
  cropFrom: {
    type: "integer",
    range: [32, 256],
    doc: "enlarge reals to this side before a random crop; the size for none",
    stage: "data",
    mayChange: "asked",
  },
  heldOut: {
    type: "number",
    range: [0, 0.9],
    doc: "share of each domain's images that is held out",
    stage: "data",
  },

  saveEvery: {
    type: "integer",
    range: [1, 1e9],
    doc: "steps between checkpoints",
    stage: "housekeeping",
    mayChange: true,
  },
  sampleEvery: {
    type: "integer",
    range: [1, 1e9],
    doc: "steps between pictures of the fixed z",
    stage: "housekeeping",
    mayChange: true,
  },
  logEvery: {
    type: "integer",
    range: [1, 1e9],
    doc: "steps between readings of the losses",
    stage: "housekeeping",
    mayChange: true,
  },
  evaluateEvery: {
    type: "integer",
    range: [1, 1e9],
    doc: "steps between evaluations that choose the best checkpoint",
    stage: "housekeeping",
    mayChange: true,
  },
} as const;

/** Every hyperparameter of a run: plain JSON, read-only. {@linkcode configFields} says what each means. */
export type Config = {
  readonly [K in keyof typeof configFields]: FieldValue<(typeof configFields)[K]>;
};

/** A name of a {@linkcode Config} field. */
export type ConfigKey = keyof typeof configFields;

/** Fields younger than the first saved runs. */
export type YoungerKey = {
  [K in ConfigKey]: (typeof configFields)[K] extends { readonly absent: unknown } ? K : never;
}[ConfigKey];

// Every row is a rule.
configFields satisfies Readonly<Record<string, FieldRule>>;
