/**
 * The shipped weights on the people that a run was scored on.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import { readFirstImages } from "../../lib/data/batches.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { openData } from "../../lib/data/open_data.ts";
import type { Evaluation } from "../../lib/evaluation/evaluation.ts";
import { pairedScore } from "../../lib/evaluation/paired_score.ts";
import { translationPicture } from "../../lib/evaluation/pictures.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import type { Config } from "../../lib/config.ts";
import { disposeModel, type Model } from "../../lib/networks/model.ts";
import { translateImages } from "../../lib/translation/translate_images.ts";
import { findModel, openModel } from "./open_model.ts";
import { closeData } from "./open_run_data.ts";
import { interruptible } from "./interruptible.ts";
import { startProgress } from "./progress.ts";
import { exists } from "./run_folder.ts";
import { fromHere } from "./places.ts";
import { type ShippedWeights, shippedWeights } from "./shipped_weights.ts";
import { UsageError } from "./usage_error.ts";

/** Source, reconstruction, translation and true counterpart, as a run's picture, but larger. */
export const PRETRAINED_PICTURE = "pretrained.png";

/** A run that was scored on the held-out people of `faces`. */
export interface ScoredRun {
  /** Where its files are, and the picture goes. */
  readonly folder: string;
  /** Its seed says who the people are. */
  readonly config: Pick<Config, "seed">;
  /** What it was scored on. */
  readonly data: DataSet;
  /** Its scores. */
  readonly evaluation: Evaluation;
  /** Where images are packed. */
  readonly packDir: string;
}

/**
 * Translates the people that a run was scored on with the shipped weights. It writes a picture of
 * the same people beside the run's, and compares the paired scores. A paired score is relative to
 * random faces of the same size, so it may be compared between runs of different sizes.
 *
 * @param run a run on `faces`
 * @param weights those that ship
 * @returns a sentence for the screen; where the weights are missing or damaged, one that says so
 */
export async function compareShipped(
  run: ScoredRun,
  weights: ShippedWeights = shippedWeights,
): Promise<string> {
  if (!await exists(weights.path)) {
    return `Not compared with the shipped weights: ${fromHere(weights.path)} is missing`;
  }
  try {
    const file = await findModel(undefined, weights), { size } = file.config;
    const model = await openModel(file), data = await samePeople(run, size);
    try {
      const picture = await translationPicture(model, data);
      const path = `${run.folder}/${PRETRAINED_PICTURE}`;
      await atomicWrite(path, encodePng(picture));
      const scores: string[] = [];
      for (const direction of run.evaluation.directions) {
        const { source, target, count } = direction;
        const score = await scoreDirection(model, data, source, target, count);
        const others = [
          ["this run", direction.pairedScore],
          ["mean face", direction.meanFaceScore],
          ["neighbour", direction.neighbourScore],
        ] as const;
        const shown = others.map(([name, value]) => `${name} ${value?.toFixed(2) ?? "-"}`);
        scores.push(`${source} -> ${target} ${score.toFixed(2)} (${shown.join(", ")})`);
      }
      return `The shipped weights on the same people at ${size}x${size}, paired score: ` +
        `${scores.join(", ")}; picture in ${path}`;
    } finally {
      closeData(data);
      disposeModel(model);
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return `Not compared with the shipped weights: ${error.message}`;
  }
}

/**
 * The run's held-out people at another size, with one training face in each domain, since a pack
 * needs some.
 */
async function samePeople(run: ScoredRun, size: number): Promise<DataSet> {
  const { data: { spec, heldOut }, config: { seed }, packDir } = run;
  const faces = { train: 1, heldOut: heldOut.counts[0] };
  let bar: ReturnType<typeof startProgress> | undefined;
  const onProgress = (done: number, total: number) => {
    bar ??= startProgress({ label: "Drawing the same people", total });
    bar.update(done);
  };
  return await interruptible(
    "Interrupted while the same people were drawn: the run is finished and scored",
    (signal) => openData(spec, { size, seed, heldOut: 0 }, { packDir, faces, onProgress, signal }),
  ).finally(() => bar?.stop());
}

async function scoreDirection(
  model: Model,
  { heldOut }: DataSet,
  source: string,
  target: string,
  count: number,
): Promise<number> {
  const read = (domain: string) => readFirstImages(heldOut, heldOut.domains.indexOf(domain), count);
  const translated = await translateImages(model, read(source), target);
  return pairedScore(translated, read(target), heldOut.size ** 2 * 3).score;
}
