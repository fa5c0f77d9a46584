/**
 * Every score of a model on a data set.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { checkImageSet } from "../data/check_image_set.ts";
import type { DataSet } from "../data/image_set.ts";
import type { Model } from "../networks/model.ts";
import { Random } from "../random.ts";
import { translatorOf } from "../translation/model_translator.ts";
import { BATCH, encodeImages, generateEach } from "../translation/translate_images.ts";
import { translates, translateToAll, type Translator } from "../translation/translator.ts";
import { FEATURES } from "./classifier.ts";
import type { DirectionReport, Evaluation, MethodEvaluation } from "./evaluation.ts";
import type { FeatureExtractor } from "./feature_extractor.ts";
import { disposeJudges, type Judges, trainJudges } from "./judges.ts";
import { measureCost } from "./measure_cost.ts";
import { measureDirection } from "./measure_direction.ts";
import { featureSetCount, measureFeatures } from "./measure_features.ts";
import { measureModel } from "./measure_model.ts";
import { measureReals, type Reals, type RealsEncoder, type Translated } from "./measure_reals.ts";
import type { PortraitJudge } from "./portraits/portrait_report.ts";
import { randomFeatures } from "./random_features.ts";
import { measureReconstruction } from "./reconstruction.ts";
import { targetAccuracy } from "./target_accuracy.ts";

export { disposeJudges, type Judges, type JudgesOptions, trainJudges } from "./judges.ts";
export type { AttributeProbe } from "./drawn/attribute_probe.ts";
export type { FeatureExtractor } from "./feature_extractor.ts";
export type { PortraitJudge } from "./portraits/portrait_report.ts";
export { packagedFeatures } from "./packaged_features.ts";
export type { RealsEncoder } from "./measure_reals.ts";

/** Settings of {@linkcode evaluate}. */
export interface EvaluateOptions {
  /** Seed of z and of the classifier; 1 by default. */
  readonly seed?: number;
  /** At most so many held-out images of each domain; 500 by default. */
  readonly count?: number;
  /** Images in a batch; 64 by default. */
  readonly batch?: number;
  /** Training steps of the classifier, at most; 300 by default. */
  readonly classifierSteps?: number;
  /** Training steps of the probe of kept attributes, 0 for none; 300 by default. */
  readonly probeSteps?: number;
  /** Judges that were already trained on the same training split; the caller disposes of them. */
  readonly judges?: Judges;
  /** How z of real images is found, instead of by E alone. */
  readonly encode?: RealsEncoder;
  /** A network for further kernel distances, e.g. of {@linkcode packagedFeatures}. */
  readonly features?: FeatureExtractor;
  /** At most so many images in a set that it describes; 100 by default. */
  readonly featureCount?: number;
  /** Judges of photographs of faces, of loadPortraitJudge in `@im2im/im2im/evaluation/portraits`. */
  readonly portraits?: PortraitJudge;
  /** What the backend runs on, as selectBackend tells; noted with the scores. */
  readonly device?: string;
  /** Told what is being done and the share of the whole that is done, 0 to 1. */
  readonly onProgress?: (task: string, done: number) => void | Promise<void>;
}

/** Share of the time that goes to training the judges, for the progress. */
const TRAINING_SHARE = 0.6;
/** Share of the time that goes to portraits, where they are scored. */
const PORTRAIT_SHARE = 0.7;

/**
 * Scores a model, or the translation of another method. An independent classifier and, for drawn data,
 * a probe of kept attributes are trained on the training split. Everything else is measured on fresh z
 * and on the held-out split. The same seed gives the same scores on one backend, but for what is
 * measured in seconds. A BLAS rounds otherwise, which moves shares by a few images.
 *
 * @example
 * ```ts no-eval
 * import { evaluate, evaluationTable } from "@im2im/im2im";
 * import type { DataSet, Model } from "@im2im/im2im";
 *
 * async function report(model: Model, data: DataSet) {
 *   console.log(evaluationTable(await evaluate(model, data, { count: 200 })));
 * }
 * ```
 *
 * @param model a model whose both stages are trained, or another method's translation; read only
 * @param data data of the model's domains and size
 * @param options seed, number of images, progress
 * @returns the scores; {@linkcode evaluationTable} prints them. Those that another method cannot have are
 *   null, and `missing` says why
 * @throws RangeError if data and model do not fit, or a domain has no held-out image, or fewer than
 * four with features
 */
export function evaluate(
  model: Model,
  data: DataSet,
  options?: EvaluateOptions,
): Promise<Evaluation>;
/** The same for the translation of another method, some of whose scores are null. */
export function evaluate(
  model: Model | Translator,
  data: DataSet,
  options?: EvaluateOptions,
): Promise<MethodEvaluation>;
export async function evaluate(
  given: Model | Translator,
  data: DataSet,
  options: EvaluateOptions = {},
): Promise<MethodEvaluation> {
  const { seed = 1, count = 500, batch = BATCH, features, portraits: portraitJudge } = options;
  const before = portraitJudge ? 1 - PORTRAIT_SHARE : 1;
  const onProgress = (task: string, done: number) => options.onProgress?.(task, before * done);
  const model = "encoder" in given ? given : undefined, translator = translatorOf(given);
  checkData(translator, data);
  const featureCount = features ? featureSetSize(data, options) : 0;
  const started = performance.now(), { domains } = translator;
  const judges = options.judges ?? await trainJudges(data, {
    ...options,
    onProgress: (task, done) => onProgress(task, TRAINING_SHARE * done),
  });
  using described = randomFeatures();
  try {
    const { classifier, probe } = judges, { size } = data.heldOut;
    const width = size ** 2 * 3;
    const subject = { translator, ...judges, features: described, batch, width };
    const people = data.identities?.heldOut;
    const tasks = domains.length * (domains.length + (model ? 1 : 0)) +
      (model && probe && people ? 1 : 0) + (features ? featureSetCount(domains.length) : 0);
    let finished = 0;
    const progress = async (task: string) => {
      await onProgress(task, TRAINING_SHARE + (1 - TRAINING_SHARE) * ++finished / tasks);
    };

    const reals: Reals[] = [];
    const translate = (images: Float32Array, c: number) =>
      model
        ? translateByLatent(model, images, c, batch, options.encode)
        : translateToAll(translator, images, c, batch).then((translations) => ({ translations }));
    for (const c of domains.keys()) {
      reals.push(await measureReals(subject, data, c, count, translate));
      await progress("held-out images");
    }
    const random = new Random(seed).fork("evaluation");
    const ofModel = model && await measureModel(model, subject, reals, random, people, progress);
    const directions: DirectionReport[] = [];
    for (const source of domains.keys()) {
      for (const target of domains.keys()) {
        if (!translates(translator, source, target)) continue;
        directions.push(
          await measureDirection(subject, reals, source, target, data.paired, people),
        );
        await progress("translations");
      }
    }

    const sets = { reals, samples: ofModel?.images ?? [], count: featureCount };
    const otherFeatures = features &&
      await measureFeatures(features, subject, sets, () => progress("features"));

    const portraits = await portraitJudge?.score({
      ...subject,
      ...{ data, reals, seed },
      onProgress: (done) => options.onProgress?.("portraits", before + PORTRAIT_SHARE * done),
    });

    const perDomain = reals.map(({ logits }, c) => targetAccuracy(logits, domains.length, c));
    const again = [...reals.entries()].filter(([c, { translations }]) => translations[c]);
    const { images: _, fake = null, ...scores } = ofModel ?? withoutModel;
    return {
      data: data.spec,
      domains,
      seed,
      count,
      classifier: {
        heldOutAccuracy: perDomain.reduce((a, b) => a + b) / domains.length,
        perDomain,
        chance: 1 / domains.length,
        steps: classifier.steps,
      },
      directions,
      ...scores,
      reconstruction: {
        fake,
        real: again.length
          ? measureReconstruction(
            again.map(([, real]) => real),
            again.map(([c, { translations }]) => translations[c]!),
            size,
          )
          : null,
      },
      cost: await measureCost(translator, batch),
      kernelFeatures: described.name,
      classifierFeatures: `the ${FEATURES} inputs of the classifier's last layer`,
      ...otherFeatures && { otherFeatures },
      ...portraits && { portraits },
      backend: tf.getBackend(),
      ...options.device && { device: options.device },
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    if (!options.judges) disposeJudges(judges);
  }
}

/** The scores of a method that has no z. */
const withoutModel = {
  images: [],
  fake: null,
  samples: [],
  attributes: null,
  latent: null,
  missing: ["samples, latent, attributes and reconstruction of fakes: the method has no z"],
};

/** What the two-step method makes of reals: by E's latents, or by those of another encoder. */
async function translateByLatent(
  model: Model,
  images: Float32Array,
  c: number,
  batch: number,
  encode: RealsEncoder = (images) => encodeImages(model, images, batch),
): Promise<Translated> {
  const latents = await encode(images, c);
  return { latents, translations: await generateEach(model, latents, batch) };
}

function checkData({ size, domains }: Translator, { train, heldOut }: DataSet): void {
  for (const images of [train, heldOut]) checkImageSet(images, { size, domains });
  const empty = heldOut.counts.findIndex((n) => n === 0);
  if (empty >= 0) {
    throw new RangeError(`Domain ${domains[empty]} has no held-out image: hold out a larger share`);
  }
}

/** Images in a set that is described: each domain needs two sets of reals. */
function featureSetSize(
  { heldOut: { counts, domains } }: DataSet,
  { count = 500, featureCount = 100 }: EvaluateOptions,
): number {
  const fewest = Math.min(...counts), size = Math.min(featureCount, Math.min(count, fewest) >> 1);
  if (size >= 2) return size;
  throw new RangeError(
    `Features need two sets of two held-out images, of which domain ` +
      `${domains[counts.indexOf(fewest)]} has ${fewest}, count is ${count} and featureCount is ` +
      `${featureCount}: hold out more, or raise the limit`,
  );
}
