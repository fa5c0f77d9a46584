/**
 * Every score of a model on a data set.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Identity } from "../data/drawn/face_identity.ts";
import { checkImageSet } from "../data/check_image_set.ts";
import type { DataSet } from "../data/image_set.ts";
import { Random } from "../random.ts";
import { latentVariance } from "../training/latent.ts";
import type { Model } from "../networks/model.ts";
import { BATCH, encodeImages, generateImages } from "../translation/translate_images.ts";
import { attributePaths, type DomainImages } from "./drawn/attribute_path.ts";
import type { AttributeProbe } from "./drawn/attribute_probe.ts";
import { classLeak } from "./class_leak.ts";
import { FEATURES } from "./classifier.ts";
import { domainReading } from "./domain_reading.ts";
import type { DirectionReport, Evaluation } from "./evaluation.ts";
import type { FeatureExtractor } from "./feature_extractor.ts";
import { joinRows } from "./join_rows.ts";
import { disposeJudges, type Judges, trainJudges } from "./judges.ts";
import { latentR2 } from "./latent_r2.ts";
import { measureDirection } from "./measure_direction.ts";
import { featureSetCount, measureFeatures } from "./measure_features.ts";
import { measureReals, type Reals, type RealsEncoder } from "./measure_reals.ts";
import { measureSamples, type Samples } from "./measure_samples.ts";
import type { PortraitJudge } from "./portraits/portrait_report.ts";
import { randomFeatures } from "./random_features.ts";
import { reconstructionError } from "./reconstruction.ts";
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
 * Scores a model. An independent classifier and, for drawn data, a probe of kept attributes are
 * trained on the training split. Everything else is measured on fresh z and on the held-out split.
 * The same seed gives the same scores on one backend. A BLAS rounds otherwise, which moves shares
 * by a few images.
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
 * @param model a model whose both stages are trained; read only
 * @param data data of the model's domains and size
 * @param options seed, number of images, progress
 * @returns the scores; {@linkcode evaluationTable} prints them
 * @throws RangeError if data and model do not fit, or a domain has no held-out image, or fewer than
 * four with features
 */
export async function evaluate(
  model: Model,
  data: DataSet,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const { seed = 1, count = 500, batch = BATCH, features, portraits: portraitJudge } = options;
  const before = portraitJudge ? 1 - PORTRAIT_SHARE : 1;
  const onProgress = (task: string, done: number) => options.onProgress?.(task, before * done);
  const encode = options.encode ?? ((images) => encodeImages(model, images, batch));
  checkData(model, data);
  const featureCount = features ? featureSetSize(data, options) : 0;
  const started = performance.now(), domains = model.domains;
  const judges = options.judges ?? await trainJudges(data, {
    ...options,
    onProgress: (task, done) => onProgress(task, TRAINING_SHARE * done),
  });
  using described = randomFeatures();
  try {
    const { classifier, probe } = judges, { size } = data.heldOut;
    const width = size ** 2 * 3;
    const subject = { model, ...judges, features: described, batch, width };
    const people = data.identities?.heldOut;
    const drawn = probe && people;
    const tasks = 2 * domains.length + domains.length * (domains.length - 1) + (drawn ? 1 : 0) +
      (features ? featureSetCount(domains.length) : 0);
    let finished = 0;
    const progress = async (task: string) => {
      await onProgress(task, TRAINING_SHARE + (1 - TRAINING_SHARE) * ++finished / tasks);
    };

    const reals: Reals[] = [];
    for (const c of domains.keys()) {
      reals.push(await measureReals(subject, data, c, count, encode));
      await progress("held-out images");
    }
    const random = new Random(seed).fork("evaluation"), samples: Samples[] = [];
    for (const c of domains.keys()) {
      samples.push(await measureSamples(subject, random, reals[c], c));
      await progress("samples");
    }
    const directions: DirectionReport[] = [];
    for (const source of domains.keys()) {
      for (const target of domains.keys()) {
        if (source === target) continue;
        directions.push(
          await measureDirection(subject, reals, source, target, data.paired, people),
        );
        await progress("translations");
      }
    }

    const attributes = drawn
      ? await measurePaths(model, probe, reals, samples, people, batch)
      : null;
    if (drawn) await progress("attributes");

    const sets = { reals, samples: samples.map(({ images }) => images), count: featureCount };
    const otherFeatures = features &&
      await measureFeatures(features, subject, sets, () => progress("features"));

    const portraits = await portraitJudge?.score({
      ...subject,
      ...{ data, reals, seed },
      onProgress: (done) => options.onProgress?.("portraits", before + PORTRAIT_SHARE * done),
    });

    const perDomain = reals.map(({ logits }, c) => targetAccuracy(logits, domains.length, c));
    const leak = classLeak(reals.map((real) => real.latents), model.config.z);
    const z = joinRows(samples.map((sample) => sample.latents));
    const estimates = joinRows(samples.map((sample) => sample.estimates));
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
      samples: samples.map((sample) => sample.report),
      attributes,
      latent: {
        ...latentR2(z, estimates, model.config.z, latentVariance(model.config)),
        classLeak: leak.accuracy,
        classLeakChance: leak.chance,
      },
      domainReading: await domainReading(model, reals.map(({ images }) => images), batch),
      reconstruction: {
        fake: measureReconstruction(samples, samples.map((sample) => sample.reconstructions), size),
        real: measureReconstruction(
          reals,
          reals.map(({ translations }, c) => translations[c]),
          size,
        ),
      },
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

function checkData({ config, domains }: Model, { train, heldOut }: DataSet): void {
  for (const images of [train, heldOut]) checkImageSet(images, { size: config.size, domains });
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

/** Follows the attributes; what was drawn before is used again. */
async function measurePaths(
  model: Model,
  probe: AttributeProbe,
  reals: readonly Reals[],
  samples: readonly Samples[],
  people: readonly Identity[],
  batch: number,
) {
  const domains: DomainImages[] = [];
  for (const [c, { latents, images, reconstructions }] of samples.entries()) {
    const fakes: Float32Array[] = [];
    for (const [other, domain] of model.domains.entries()) {
      fakes.push(other === c ? images : await generateImages(model, latents, domain, batch));
    }
    domains.push({ fakes, fakesAgain: reconstructions, translations: reals[c].translations });
  }
  return await attributePaths(probe, domains, people, batch);
}

/** All domains' images and their reconstructions, compared as one set. */
function measureReconstruction(
  domains: readonly { readonly images: Float32Array }[],
  reconstructions: readonly Float32Array[],
  size: number,
) {
  return reconstructionError(
    joinRows(domains.map(({ images }) => images)),
    joinRows(reconstructions),
    size,
  );
}
