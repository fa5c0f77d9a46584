/**
 * The one configuration of a run: plain JSON, read-only, validated as a whole, saved with the run.
 *
 * @module
 */

/** Every hyperparameter of a run. {@linkcode configFields} says what each means. */
export interface Config {
  /** Name of the preset that the other fields started from. */
  readonly preset: string;
  /** Side of the square images, in pixels. */
  readonly size: 32 | 64 | 128;
  /** Seed of every random number of the run. */
  readonly seed: number;
  /** Images in a training batch, all domains together. */
  readonly batch: number;

  /** Length of the latent z. */
  readonly z: number;
  /** Distribution that z is drawn from: N(0,1) or U(-1,1). */
  readonly zDistribution: "normal" | "uniform";
  /** Length of the learned embedding of c that is concatenated to z; 0 for none. */
  readonly labelEmbedding: number;

  /** Base filters of G: its last hidden layer has this many channels. */
  readonly gf: number;
  /** G's normalisation: batch norm, or batch norm whose scale and shift depend on c. */
  readonly gNorm: "batch" | "conditional";
  /** How G doubles its resolution. */
  readonly gUp: "deconv" | "upsample";
  /** Side of G's transposed-convolution kernels (gUp = "deconv"). */
  readonly gKernel: number;
  /** Channels of one more layer of G, at full resolution, before the one that makes RGB; 0 for none. */
  readonly gFull: number;

  /** Base filters of D. */
  readonly df: number;
  /** D's normalisation. */
  readonly dNorm: "batch" | "spectral" | "none";
  /** Side of the kernels of D and E. */
  readonly dKernel: number;
  /** D's second head: AC-GAN's K classes, or ADC-GAN's 2K. */
  readonly dHead: "acgan" | "adcgan";
  /** Adversarial loss. */
  readonly loss: "bce" | "hinge";
  /** Weight of the classification losses. */
  readonly classWeight: number;
  /** Whether D's class head is trained on fakes too (dHead = "acgan"). */
  readonly classOnFakes: boolean;

  /** Weight of the loss that holds G's images of one z alike across domains; 0 for none. */
  readonly consistency: number;
  /** Weight of its robust form, which gives up places that the domains draw differently; 0 for none. */
  readonly robustConsistency: number;
  /** Weight of the loss by which D reads z off fakes, and G lets it be read; 0 for none. */
  readonly zWeight: number;

  /** Stage-1 iterations; one is 1 update of D and gSteps updates of G. */
  readonly steps1: number;
  /** Updates of G after each update of D, with the same z and c. */
  readonly gSteps: number;
  /** Adam step size of G. */
  readonly gLearningRate: number;
  /** Adam step size of D. */
  readonly dLearningRate: number;
  /** Adam's decay of the first moment, for G and D. */
  readonly beta1: number;
  /** Adam's decay of the second moment. */
  readonly beta2: number;
  /**
   * Decay of the moving average of G, 0 for none; smaller at the start of a run. Stage 2 and
   * translation use the average.
   */
  readonly ema: number;
  /** Batch norm: how much of the old moving statistics each step keeps. */
  readonly bnDecay: number;
  /** Half the width of the uniform noise on every image that D sees; 0 for none. Falls by decay. */
  readonly instanceNoise: number;
  /** DiffAugment policies applied to real and fake images before D, in any order. */
  readonly diffAugment: readonly ("color" | "translation" | "cutout")[];

  /**
   * Share of stage 1's steps, the last ones, over which both step sizes, and instanceNoise, fall
   * linearly to 0.
   */
  readonly decay: number;

  /** Base filters of E. */
  readonly ef: number;
  /** E's normalisation. */
  readonly eNorm: "none" | "batch" | "layer";
  /** Stage-2 iterations. */
  readonly steps2: number;
  /** Adam step size of E. */
  readonly eLearningRate: number;
  /** Adam's decay of the first moment, for E. */
  readonly eBeta1: number;
  /** Share of stage 2's steps, the last ones, over which its step size falls linearly to 0. */
  readonly eDecay: number;
  /** Stage-2 objective: the paper's MSE on z, or the pixel error of prior methods. */
  readonly objective: "z" | "pixel";
  /** DiffAugment policies applied to the fakes before E (same z). */
  readonly eAugment: readonly ("color" | "translation" | "cutout")[];
  /** Stage 2: weight of the pixel error of reconstructed real images; 0 leaves reals out. */
  readonly eReal: number;
  /** Stage 2: weight of the error of their wavelets, small features included; 0 for none. */
  readonly eDetail: number;
  /** Stage 2: weight of the difference between the domains' mean E(x) on real images. */
  readonly eInvariance: number;
  /** Whether what a linear classifier reads of c off E(real images) is taken out at stage 2's end. */
  readonly eErase: boolean;

  /** Augmentation of reals: mirror half of them. */
  readonly flip: boolean;
  /** Augmentation of reals: smallest random zoom; 1 for none. */
  readonly zoom: number;
  /** Augmentation of reals: largest random rotation, in degrees. */
  readonly rotate: number;
  /** Augmentation of reals: enlarge to this side, then crop at random to size; size for none. */
  readonly cropFrom: number;
  /** Share of each domain's images that is held out of training. */
  readonly heldOut: number;

  /** Steps between checkpoints. */
  readonly saveEvery: number;
  /** Steps between pictures of the fixed z. */
  readonly sampleEvery: number;
  /** Steps between readings of the losses. */
  readonly logEvery: number;
  /** Steps between evaluations that choose the best checkpoint. */
  readonly evaluateEvery: number;
}

/** A name of a {@linkcode Config} field. */
export type ConfigKey = keyof Config;

/** What one field may hold. */
export type FieldRule =
  & { readonly doc: string }
  & (
    | { readonly type: "integer" | "number"; readonly min: number; readonly max: number }
    | { readonly type: "boolean" }
    | { readonly type: "string" }
    | { readonly type: "choice"; readonly choices: readonly (string | number)[] }
    | { readonly type: "list"; readonly choices: readonly string[] }
  );

const policies = ["color", "translation", "cutout"] as const;
const int = (min: number, max: number, doc: string): FieldRule => ({
  type: "integer",
  min,
  max,
  doc,
});
const num = (min: number, max: number, doc: string): FieldRule => ({
  type: "number",
  min,
  max,
  doc,
});
const choice = (choices: readonly (string | number)[], doc: string): FieldRule => ({
  type: "choice",
  choices,
  doc,
});
const list = (choices: readonly string[], doc: string): FieldRule => ({
  type: "list",
  choices,
  doc,
});
const flag = (doc: string): FieldRule => ({ type: "boolean", doc });

/** Fields younger than the first saved runs, with the values that mean what those runs did. */
const youngerFields: Partial<Config> = {
  gFull: 0,
  consistency: 0,
  robustConsistency: 0,
  zWeight: 0,
  instanceNoise: 0,
  decay: 0,
  eDecay: 0,
  eReal: 0,
  eDetail: 0,
  eInvariance: 0,
  eErase: false,
};

/** The rule and the meaning of every field, in the order that help prints them. */
export const configFields: Readonly<Record<ConfigKey, FieldRule>> = {
  preset: { type: "string", doc: "preset that the other fields started from" },
  size: choice([32, 64, 128], "side of the images, pixels"),
  seed: int(0, 2 ** 31 - 1, "seed of every random number"),
  batch: int(2, 1024, "images in a batch, all domains together"),
  z: int(1, 1024, "length of z"),
  zDistribution: choice(["normal", "uniform"], "z ~ N(0,1) or U(-1,1)"),
  labelEmbedding: int(0, 256, "length of c's embedding beside z, 0 for none"),
  gf: int(1, 512, "base filters of G"),
  gNorm: choice(["batch", "conditional"], "normalisation of G"),
  gUp: choice(["deconv", "upsample"], "how G doubles its resolution"),
  gKernel: int(2, 7, "side of G's transposed-convolution kernels"),
  gFull: int(0, 512, "channels of a layer of G at full resolution, 0 for none"),
  df: int(1, 512, "base filters of D"),
  dNorm: choice(["batch", "spectral", "none"], "normalisation of D"),
  dKernel: int(2, 7, "side of the kernels of D and E"),
  dHead: choice(["acgan", "adcgan"], "class head of D"),
  loss: choice(["bce", "hinge"], "adversarial loss"),
  classWeight: num(0, 100, "weight of the classification losses"),
  classOnFakes: flag("train D's class head on fakes too"),
  consistency: num(0, 100, "weight of what holds G's images of one z alike across domains"),
  robustConsistency: num(
    0,
    100,
    "weight of the same in a robust form, which gives up what differs anyway",
  ),
  zWeight: num(0, 100, "weight of z as D reads it off fakes, 0 for no such head"),
  steps1: int(0, 1e9, "stage-1 iterations"),
  gSteps: int(1, 10, "updates of G for each update of D"),
  gLearningRate: num(0, 1, "Adam step size of G"),
  dLearningRate: num(0, 1, "Adam step size of D"),
  beta1: num(0, 0.9999, "Adam's decay of the first moment, for G and D"),
  beta2: num(0, 0.999999, "Adam's decay of the second moment"),
  ema: num(0, 0.999999, "decay of the moving average of G, 0 for none"),
  bnDecay: num(0, 0.999999, "decay of batch norm's moving statistics"),
  instanceNoise: num(0, 10, "half the width of the noise on what D sees, 0 for none"),
  diffAugment: list(policies, "augmentation before D"),
  decay: num(0, 1, "share of stage 1, its end, over which step sizes fall to 0"),
  ef: int(1, 512, "base filters of E"),
  eNorm: choice(["none", "batch", "layer"], "normalisation of E"),
  steps2: int(0, 1e9, "stage-2 iterations"),
  eLearningRate: num(0, 1, "Adam step size of E"),
  eBeta1: num(0, 0.9999, "Adam's decay of the first moment, for E"),
  eDecay: num(0, 1, "share of stage 2, its end, over which the step size falls to 0"),
  objective: choice(["z", "pixel"], "stage-2 objective"),
  eAugment: list(policies, "augmentation of the fakes before E"),
  eReal: num(0, 1000, "weight of the pixel error of reconstructed reals in stage 2"),
  eDetail: num(0, 1000, "weight of the error of reconstructed reals' wavelets in stage 2"),
  eInvariance: num(0, 1000, "weight of what the domains' mean E(x) differ by in stage 2"),
  eErase: flag("take out of E what tells real images' domains apart, once trained"),
  flip: flag("mirror half of the reals"),
  zoom: num(0.5, 1, "smallest random zoom of reals, 1 for none"),
  rotate: num(0, 180, "largest random rotation of reals, degrees"),
  cropFrom: int(32, 256, "enlarge reals to this side before a random crop; size for none"),
  heldOut: num(0, 0.9, "share of each domain that is held out"),
  saveEvery: int(1, 1e9, "steps between checkpoints"),
  sampleEvery: int(1, 1e9, "steps between pictures"),
  logEvery: int(1, 1e9, "steps between readings of the losses"),
  evaluateEvery: int(1, 1e9, "steps between evaluations that choose the best checkpoint"),
};

function problem(key: string, rule: FieldRule, value: unknown): string | undefined {
  const got = `got ${JSON.stringify(value)}`;
  switch (rule.type) {
    case "integer":
    case "number": {
      const ok = typeof value === "number" && Number.isFinite(value) &&
        (rule.type === "number" || Number.isInteger(value));
      if (!ok) {
        return `${key} must be ${rule.type === "integer" ? "an integer" : "a number"}, ${got}`;
      }
      if (value < rule.min || value > rule.max) {
        return `${key} must be from ${rule.min} to ${rule.max}, ${got}`;
      }
      return;
    }
    case "boolean":
      return typeof value === "boolean" ? undefined : `${key} must be true or false, ${got}`;
    case "string":
      return typeof value === "string" ? undefined : `${key} must be a string, ${got}`;
    case "choice":
      return rule.choices.includes(value as string)
        ? undefined
        : `${key} must be one of ${rule.choices.join(", ")}, ${got}`;
    case "list":
      return Array.isArray(value) && value.every((v) => rule.choices.includes(v)) &&
          new Set(value).size === value.length
        ? undefined
        : `${key} must be a list out of ${rule.choices.join(", ")}, ${got}`;
  }
}

/**
 * Checks a whole configuration: every field there, of its type and in its range, none unknown.
 *
 * @param value what was read from a file or put together by a caller
 * @returns the same value, typed and frozen
 * @throws RangeError that names every field at fault
 */
export function validateConfig(value: unknown): Config {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError(`A config must be an object, got ${JSON.stringify(value)}`);
  }
  const given = value as Record<string, unknown>;
  const problems = Object.keys(given).filter((key) => !(key in configFields))
    .map((key) => `${key} is not a config field`);
  for (const [key, rule] of Object.entries(configFields)) {
    const found = key in given ? problem(key, rule, given[key]) : `${key} is missing`;
    if (found) problems.push(found);
  }
  if (!problems.length && (given.cropFrom as number) < (given.size as number)) {
    problems.push(`cropFrom must be at least size (${given.size}), got ${given.cropFrom}`);
  }
  if (!problems.length && given.labelEmbedding === 0 && given.gNorm === "batch") {
    problems.push("G never sees c: set labelEmbedding above 0 or gNorm to conditional");
  }
  if (!problems.length && comparesDomains(given as unknown as Config)) {
    const name = (given.consistency as number) > 0 ? "consistency" : "robustConsistency";
    if ((given.batch as number) < 4) {
      problems.push(`${name} needs a batch of at least 4, got ${given.batch}`);
    }
  }
  if (problems.length) throw new RangeError(`Bad config: ${problems.join("; ")}`);
  return Object.freeze({ ...given }) as unknown as Config;
}

/**
 * Checks a configuration that was saved with a run, which may be older than some fields.
 *
 * @param value what was read from the file
 * @returns the configuration, with what those fields mean by their absence
 * @throws RangeError that names every field at fault
 */
export function savedConfig(value: unknown): Config {
  return validateConfig(
    typeof value === "object" && value && !Array.isArray(value)
      ? { ...youngerFields, ...value }
      : value,
  );
}

/**
 * Reads one field from the text of a command line; a list is separated by commas.
 *
 * @throws RangeError if the field is unknown or the text does not fit it
 */
export function parseConfigValue(key: string, text: string): unknown {
  const rule = (configFields as Record<string, FieldRule>)[key];
  if (!rule) throw new RangeError(`${key} is not a config field`);
  const value = readValue(rule, text);
  const found = problem(key, rule, value);
  if (found) throw new RangeError(found);
  return value;
}

function readValue(rule: FieldRule, text: string): unknown {
  switch (rule.type) {
    case "integer":
    case "number":
      return text.trim() === "" ? text : Number(text);
    case "boolean":
      return text === "true" || text === "" ? true : text === "false" ? false : text;
    case "string":
      return text;
    case "choice":
      return typeof rule.choices[0] === "number" ? Number(text) : text;
    case "list":
      return text === "" || text === "none" ? [] : text.split(",");
  }
}

/** Whether stage 1 draws each z in every domain, and compares the images. */
export function comparesDomains(
  config: Pick<Config, "consistency" | "robustConsistency">,
): boolean {
  return config.consistency > 0 || config.robustConsistency > 0;
}

/**
 * Fields that a run may go on with changed: how long it goes on, and what it reports. Under `decay`
 * and `eDecay` the number of steps is also where step sizes fall to, so that a run made longer after
 * its end begins with larger ones again, and is not what it would have been from the start.
 */
export const scheduleFields: readonly ConfigKey[] = [
  "steps1",
  "steps2",
  "saveEvery",
  "sampleEvery",
  "logEvery",
  "evaluateEvery",
];

/** Fields that only stage 2 reads. */
export const stage2Fields: readonly ConfigKey[] = [
  "ef",
  "eNorm",
  "steps2",
  "eLearningRate",
  "eBeta1",
  "eDecay",
  "objective",
  "eAugment",
  "eReal",
  "eDetail",
  "eInvariance",
  "eErase",
];

/**
 * The fields in which two configurations differ, as lines `key: a -> b`.
 *
 * @param a the configuration that a run was saved with
 * @param b the one it is resumed with
 */
export function configDifference(a: Config, b: Config): string[] {
  return (Object.keys(configFields) as ConfigKey[])
    .filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
    .map((key) => `${key}: ${JSON.stringify(a[key])} -> ${JSON.stringify(b[key])}`);
}
