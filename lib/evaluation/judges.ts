/**
 * The independent judges of a data set. They learn nothing of a model, so one training serves many
 * evaluations.
 *
 * @module
 */
import type { DataSet } from "../data/image_set.ts";
import {
  type AttributeProbe,
  disposeAttributeProbe,
  trainAttributeProbe,
} from "./drawn/attribute_probe.ts";
import { disposeClassifier, trainClassifier, type TrainedClassifier } from "./classifier.ts";

/** Judges trained on the reals of one training split. */
export interface Judges extends Disposable {
  /** Tells the domains apart. */
  readonly classifier: TrainedClassifier;
  /** Reads kept attributes; undefined where the data do not tell who is shown. */
  readonly probe?: AttributeProbe;
}

/** Settings of {@linkcode trainJudges}. */
export interface JudgesOptions {
  /** Seed of their starts and batches; 1 by default. */
  readonly seed?: number;
  /** Training steps of the classifier, at most; 300 by default. */
  readonly classifierSteps?: number;
  /** Training steps of the probe, 0 for none; 300 by default. */
  readonly probeSteps?: number;
  /** Told what is being trained and the share of the whole that is done, 0 to 1. */
  readonly onProgress?: (task: string, done: number) => void | Promise<void>;
}

/**
 * Trains them.
 *
 * @param data its training split alone is read
 * @param options seed, steps, progress
 * @returns the judges; dispose of them by `using`
 * @throws RangeError if a domain is empty
 */
export async function trainJudges(data: DataSet, options: JudgesOptions = {}): Promise<Judges> {
  const { seed = 1, classifierSteps = 300, probeSteps = 300, onProgress } = options;
  const { train, identities } = data, probed = identities && probeSteps > 0;
  const share = probed ? classifierSteps / (classifierSteps + probeSteps) : 1;
  const classifier = await trainClassifier(train, {
    seed,
    steps: classifierSteps,
    onStep: (done, steps) => onProgress?.("classifier", share * done / steps),
  });
  if (!probed) return { classifier, [Symbol.dispose]: () => disposeClassifier(classifier) };
  const probe = await trainAttributeProbe(train, identities, {
    seed,
    steps: probeSteps,
    onStep: (done, steps) => onProgress?.("probe", share + (1 - share) * done / steps),
  });
  const judges = { classifier, probe, [Symbol.dispose]: () => disposeJudges(judges) };
  return judges;
}

/** Frees the judges' variables. */
export function disposeJudges({ classifier, probe }: Judges): void {
  disposeClassifier(classifier);
  if (probe) disposeAttributeProbe(probe);
}
