/**
 * The judges of a table in a file, so that every process, and every later one, has the same.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  type SafeArray,
  type SafeFile,
} from "../../lib/checkpoint/safetensors.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { createAttributeProbe } from "../../lib/evaluation/drawn/attribute_probe.ts";
import { createClassifier } from "../../lib/evaluation/classifier.ts";
import { disposeJudges, type Judges, trainJudges } from "../../lib/evaluation/judges.ts";
import { networkVariables, type Variables } from "../../lib/networks/network.ts";
import { Random } from "../../lib/random.ts";
import type { Budget } from "./budget.ts";

/** What judges are trained on, and for how long. */
export type JudgesPlan =
  & Pick<Budget, "name" | "size" | "classifierSteps" | "probeSteps">
  & Partial<Pick<Budget, "faces">>
  & {
    /** Which data, where they are not `faces`; judges of other ones are not read. */
    readonly data?: string;
  };

const judgesPath = (folder: string, { name }: JudgesPlan) => `${folder}/judges_${name}.safetensors`;

/**
 * Reads the judges of a budget, or trains them and writes the file: delete it to have new ones.
 *
 * @param folder of the table
 * @param budget how long they are trained
 * @param data what they are trained on
 * @param seed of their starts and batches
 */
export async function keptJudges(
  folder: string,
  budget: JudgesPlan,
  data: DataSet,
  seed: number,
): Promise<Judges> {
  const { size, faces, classifierSteps, probeSteps, data: spec } = budget;
  const madeFrom = JSON.stringify({ size, faces, classifierSteps, probeSteps, seed, data: spec });
  const path = judgesPath(folder, budget);
  const kept = await readJudges(path, madeFrom, budget, data);
  if (kept) return kept;
  console.log("Training the judges");
  const judges = await trainJudges(data, {
    seed,
    classifierSteps,
    probeSteps,
    // On wasm nothing else would let Ctrl-C in.
    onProgress: () => new Promise((resolve) => setTimeout(resolve)),
  });
  const arrays: Record<string, SafeArray> = {};
  for (const [name, variable] of Object.entries(variablesOf(judges))) {
    arrays[name] = { shape: variable.shape, values: await variable.data<"float32">() };
  }
  const metadata = { madeFrom, steps: `${judges.classifier.steps}` };
  await atomicWrite(path, encodeSafetensors({ arrays, metadata }));
  return judges;
}

/** Undefined where there is no file, or one of other data, steps or networks. */
async function readJudges(
  path: string,
  madeFrom: string,
  { size }: JudgesPlan,
  { train: { domains }, identities }: DataSet,
): Promise<Judges | undefined> {
  let file: SafeFile;
  try {
    file = decodeSafetensors(await Deno.readFile(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof TypeError) return undefined;
    throw error;
  }
  const { arrays, metadata } = file, random = new Random(1);
  if (metadata.madeFrom !== madeFrom) return undefined;
  const judges: Judges = {
    classifier: { ...createClassifier(size, domains, random), steps: Number(metadata.steps) },
    ...identities && { probe: createAttributeProbe(size, random) },
    [Symbol.dispose]: () => disposeJudges(judges),
  };
  const variables = Object.entries(variablesOf(judges));
  if (variables.some(([name, { shape }]) => `${arrays[name]?.shape}` !== `${shape}`)) {
    disposeJudges(judges);
    return undefined;
  }
  for (const [name, variable] of variables) {
    tf.tidy(() => variable.assign(tf.tensor(arrays[name].values, variable.shape)));
  }
  return judges;
}

function variablesOf({ classifier, probe }: Judges): Variables {
  const named = (prefix: string, variables: Variables) =>
    Object.entries(variables).map(([name, v]) => [`${prefix}/${name}`, v] as const);
  return Object.fromEntries([
    ...named("classifier", networkVariables(classifier.network)),
    ...probe ? named("probe", networkVariables(probe.network)) : [],
  ]);
}
