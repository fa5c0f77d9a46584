/**
 * A baseline's run as a safetensors file, and back.
 *
 * @module
 */
import { fieldsApart, linesApart } from "../config/field_table.ts";
import { Random } from "../random.ts";
import { networkVariables, prefixed, type Variables } from "../networks/network.ts";
import { fillNetwork } from "../networks/network_plan.ts";
import { writeEncoded } from "../training/checkpoint.ts";
import {
  CheckpointError,
  isCount,
  methodOf,
  TWO_STEP,
} from "../training/checkpoint_description.ts";
import { areDomainNames } from "../training/domain_names.ts";
import { encodeVariables } from "../training/encode_checkpoint.ts";
import {
  type ArrayFile,
  assignArrays,
  checkShapes,
  openArrays,
  readArrays,
} from "../training/open_checkpoint.ts";
import type { Translator } from "../translation/translator.ts";
import { baselineFields, savedBaselineConfig } from "./baseline_config.ts";
import type { BaselineConfig, BaselineMethod, BaselineTraining } from "./baseline_method.ts";
import { checkBaselineDomains, startBaseline } from "./baseline_training.ts";
import { baselines } from "./baselines.ts";

/** What a baseline's file says about itself: JSON under the metadata key `im2im`. */
export interface BaselineDescription {
  /** Version of this description. */
  readonly format: 1;
  /** A run that can be resumed. */
  readonly kind: "training";
  /** Which baseline. */
  readonly method: BaselineMethod;
  /** The config it was saved under. */
  readonly config: BaselineConfig;
  /** Names of its domains. */
  readonly domains: readonly string[];
  /** Steps done. */
  readonly step1: number;
  /** Adam's updates of each network that has moments. */
  readonly updates: readonly number[];
  /** States of the random streams. */
  readonly random: Readonly<Record<"batches" | "steps", number[]>>;
}

/** A baseline's checkpoint that is open. */
interface BaselineFile extends ArrayFile {
  /** What it says about itself. */
  readonly description: BaselineDescription;
}

/**
 * Saves all that a baseline's run needs to go on as if it had never stopped. Written atomically.
 *
 * @param path the file
 * @param training the run
 * @throws NonFiniteError if a weight is NaN or infinite; the old file stays
 */
export async function saveBaseline(path: string, training: BaselineTraining): Promise<void> {
  const { method, config, domains, step1, adams, random } = training;
  await writeEncoded(path, () =>
    encodeVariables(baselineVariables(training), {
      format: 1,
      kind: "training",
      method: method.name,
      config,
      domains,
      step1,
      updates: Object.values(adams).map(({ updates }) => updates),
      random: { batches: random.batches.state(), steps: random.steps.state() },
    }));
}

/** Every variable of a run by its name in the file; what comes with a package is not in it. */
function baselineVariables(
  { method, config, domains, networks, adams }: BaselineTraining,
): Variables {
  const planned = Object.keys(method.plan(config, domains));
  return Object.assign(
    {},
    ...planned.map((name) => prefixed(name, networkVariables(networks[name]))),
    ...Object.entries(adams).map(([name, { m, v }]) => ({
      ...prefixed(`adam/${name}/m`, m),
      ...prefixed(`adam/${name}/v`, v),
    })),
  );
}

/**
 * Opens a file of a baseline and reads its header alone.
 *
 * @param path the file
 * @throws CheckpointError if it is damaged, or of another method; the system's error if it cannot be read
 */
export async function openBaseline(path: string): Promise<BaselineFile> {
  const file = await openArrays(path);
  try {
    return { ...file, description: describeBaseline(path, file.header.metadata) };
  } catch (error) {
    file[Symbol.dispose]();
    throw error;
  }
}

function describeBaseline(
  name: string,
  metadata: Readonly<Record<string, string>>,
): BaselineDescription {
  const methodName = methodOf(metadata);
  if (!Object.hasOwn(baselines, methodName)) {
    throw new CheckpointError(
      methodName === TWO_STEP
        ? `${name}: is of the two-step method, or no checkpoint, and this needs a run of ` +
          Object.keys(baselines).join(" or ")
        : `${name}: is of the method ${methodName}, which this version does not know`,
    );
  }
  try {
    const saved = JSON.parse(metadata.im2im), { format, kind, domains, step1, updates } = saved;
    const method: BaselineMethod = baselines[methodName as keyof typeof baselines];
    const config = savedBaselineConfig(method, saved.config);
    checkBaselineDomains(method, config, domains);
    const sound = format === 1 && kind === "training" && areDomainNames(domains) &&
      isCount(step1) && updates.every(isCount);
    if (!sound) throw new Error();
    return { ...saved, method, config };
  } catch {
    throw new CheckpointError(`${name}: not a checkpoint of im2im, or of another version`);
  }
}

/** What a baseline's run may go on under. */
export interface BaselineResumeOptions {
  /** Another config; the saved one if left out. */
  readonly config?: BaselineConfig;
  /** Fields that it may differ in, beside those that may always change. */
  readonly allowChanged?: readonly string[];
}

/**
 * Goes on with a saved run of a baseline.
 *
 * @param path file written by {@linkcode saveBaseline}
 * @param options another config
 * @returns the run; dispose of it by `using`
 * @throws CheckpointError if the file is damaged, or was saved under another config
 */
export async function loadBaselineTraining(
  path: string,
  { config, allowChanged = [] }: BaselineResumeOptions = {},
): Promise<BaselineTraining> {
  using file = await openBaseline(path);
  const { method, domains, step1, updates, random } = file.description;
  const wanted = config ?? file.description.config;
  const free = [...baselineFields(method, true), ...allowChanged];
  const { config: saved } = file.description;
  const different = fieldsApart(method.fields, saved, wanted).filter((key) => !free.includes(key));
  if (different.length) {
    throw new CheckpointError(
      `${path}: saved under another config (${linesApart(different, saved, wanted).join("; ")}); ` +
        "resume without these options, or train into another folder",
    );
  }
  const plans = method.plan(wanted, domains);
  checkShapes(file, shapesOf(plans));
  const arrays = readArrays(file);
  let streams;
  try {
    streams = {
      batches: Random.fromState(random.batches),
      steps: Random.fromState(random.steps),
    };
  } catch {
    throw new CheckpointError(`${path}: its random states are damaged`);
  }
  const networks = Object.fromEntries(
    Object.entries(plans).map(([name, plan]) =>
      [name, fillNetwork(plan, (variable) => arrays[`${name}/${variable}`])] as const
    ),
  );
  const packaged = await method.packaged?.(wanted);
  const all = { ...networks, ...packaged };
  const training = startBaseline(method, wanted, domains, all, streams);
  Object.entries(training.adams).forEach(([name, adam], i) => {
    assignArrays(
      { ...prefixed(`adam/${name}/m`, adam.m), ...prefixed(`adam/${name}/v`, adam.v) },
      arrays,
    );
    adam.updates = updates[i];
  });
  training.step1 = step1;
  return training;
}

/** The arrays that a run's file must have. */
function shapesOf(
  plans: ReturnType<BaselineMethod["plan"]>,
): Readonly<Record<string, readonly number[]>> {
  const shapes: Record<string, readonly number[]> = {};
  for (const [network, plan] of Object.entries(plans)) {
    for (const [name, { shape, trained }] of Object.entries(plan)) {
      shapes[`${network}/${name}`] = shape;
      if (!trained) continue;
      for (const moment of ["m", "v"]) shapes[`adam/${network}/${moment}/${name}`] = shape;
    }
  }
  return shapes;
}

/** A baseline's translation, with the memory that it holds. */
export interface LoadedTranslator extends Translator, Disposable {}

/**
 * Loads what a baseline translates with.
 *
 * @param path file written by {@linkcode saveBaseline}
 * @returns the translation; dispose of it by `using`
 * @throws CheckpointError if the file is damaged or of another method
 */
export async function loadTranslator(path: string): Promise<LoadedTranslator> {
  const training = await loadBaselineTraining(path), { method, config, domains } = training;
  const translator = method.translator(config, domains, training.networks);
  return { ...translator, [Symbol.dispose]: () => training[Symbol.dispose]() };
}
