/**
 * The result of an evaluation: plain JSON, what `evaluation.json` holds.
 *
 * @module
 */
import type { AttributePath } from "./drawn/attribute_path.ts";
import type { BackgroundError } from "./drawn/background_error.ts";
import type { DomainReading } from "./domain_reading.ts";
import type { LatentR2 } from "./latent_r2.ts";
import type { PortraitReport } from "./portraits/portrait_report.ts";
import type { Preservation } from "./drawn/preservation.ts";
import type { Reconstruction } from "./reconstruction.ts";

export type { AttributeName } from "./drawn/kept_attributes.ts";
export type { AttributePath, BackgroundError, DomainReading, Preservation };

/** The classifier that other scores rely on. */
export interface ClassifierReport {
  /** Its accuracy on held-out reals, each domain counting the same. */
  readonly heldOutAccuracy: number;
  /** The same for each domain. */
  readonly perDomain: readonly number[];
  /** 1 / K. */
  readonly chance: number;
  /** Steps it was trained for. */
  readonly steps: number;
}

/** How G(z, c) does in one domain, on fresh z. */
export interface DomainReport {
  /** Name of the domain. */
  readonly domain: string;
  /** Held-out reals that were used, N. */
  readonly count: number;
  /** Share of G(z, c) that the classifier takes for the domain. */
  readonly sampleAccuracy: number;
  /** Pixel diversity of G(z, c) / that of the held-out reals; null for one image. */
  readonly sampleDiversity: number | null;
  /** Kernel distance of G(z, c) to the held-out reals, on kernelFeatures; null for one image. */
  readonly sampleKernelDistance: number | null;
  /** Kernel distance of the two halves of the held-out reals; null below four images. */
  readonly kernelFloor: number | null;
  /** Kernel distance of G(z, c) to the held-out reals, on classifierFeatures. */
  readonly sampleClassifierDistance: number | null;
  /** That of the two halves of the held-out reals. */
  readonly classifierFloor: number | null;
  /** Edge energy of G(z, c) / that of the held-out reals: below 1 is soft; null without edges. */
  readonly sampleEdges: number | null;
  /** Mean MS-SSIM of pairs of G(z, c): above the reals' own means less variety. */
  readonly sampleMsSsim: number | null;
  /** Mean MS-SSIM of pairs of held-out reals. */
  readonly realMsSsim: number | null;
}

/** How translation does from one domain to another, on held-out reals. */
export interface DirectionReport {
  /** Name of the domain that the inputs are of. */
  readonly source: string;
  /** Name of the domain that they are translated to. */
  readonly target: string;
  /** Images translated. */
  readonly count: number;
  /** Share of translations that the classifier takes for the target domain. */
  readonly targetAccuracy: number;
  /** Pixel diversity of the translations / that of the target's held-out reals. */
  readonly diversity: number | null;
  /** Kernel distance of the translations to the target's held-out reals, on kernelFeatures. */
  readonly kernelDistance: number | null;
  /** The same on classifierFeatures. */
  readonly classifierDistance: number | null;
  /** Kernel distance of the two halves of the target's held-out reals; not in older files. */
  readonly kernelFloor?: number | null;
  /** The same on classifierFeatures. */
  readonly classifierFloor?: number | null;
  /** Edge energy of the translations / that of the target's held-out reals; below 1 is soft. */
  readonly edges: number | null;
  /** Structure: correlation of the edges of inputs and translations; null without edges. */
  readonly structure: number | null;
  /** The same of pairs that do not belong together: each translation and the next input. */
  readonly structureChance: number | null;
  /** How each kept attribute is preserved. Null where the data do not tell who is shown. */
  readonly kept: readonly Preservation[] | null;
  /** What becomes of the background. Null where the data do not tell its colour. */
  readonly background: BackgroundError | null;
  /**
   * 0 is as far from the true counterpart as a random target face, 1 is the counterpart itself.
   * Null without pairs.
   */
  readonly pairedScore: number | null;
  /** The paired score of the input itself, that is of doing nothing. */
  readonly copyScore: number | null;
  /** The paired score of the counterpart of the nearest other input: retrieval from pairs. */
  readonly neighbourScore: number | null;
  /** The paired score of the mean training image of the target, which is a blur. */
  readonly meanFaceScore: number | null;
  /** Mean absolute pixel errors to the true counterpart, images in [-1, 1]. Null without pairs. */
  readonly distances: {
    /** Of the translation. */
    readonly translation: number;
    /** Of another face of the target domain. */
    readonly random: number;
    /** Of the input. */
    readonly copy: number;
  } | null;
}

/** A distance on the features of a {@linkcode FeatureReport}. */
export interface FeatureDistance {
  /** Domain that was translated; null for G(z, c) on fresh z. */
  readonly source: string | null;
  /** Domain of the images, and of the held-out reals they are compared with. */
  readonly domain: string;
  /** Kernel distance of the images to the reals. */
  readonly kernelDistance: number;
  /** That of other held-out reals of the domain: the value where there is no difference. */
  readonly floor: number;
}

/** Kernel distances on the features of a network that never saw the data set. */
export interface FeatureReport {
  /** Network and package of the features. */
  readonly features: string;
  /** Length of a row of features. */
  readonly width: number;
  /** N: images in each of the two sets of a distance. */
  readonly count: number;
  /** For each domain G(z, c), then the translations to it. */
  readonly distances: readonly FeatureDistance[];
}

/** What z holds, and how well E reads it. */
export interface LatentReport extends LatentR2 {
  /** Accuracy of a linear probe of c on E(x); null for one held-out image of a domain. */
  readonly classLeak: number | null;
  /**
   * That of a nonlinear probe, which sees what equal means hide; null too in evaluations that are older
   * than it.
   */
  readonly nonlinearLeak: number | null;
  /** 1 / K, the ideal of both. */
  readonly classLeakChance: number;
}

/** What a translation takes. */
export interface TranslationCost {
  /** Trained numbers of the networks that translate, those of all directions together. */
  readonly parameters: number;
  /** Seconds for one image alone, the median of several; from the picture's numbers to the result's. */
  readonly secondsAlone: number;
  /** Seconds for each image of a batch of `batch`, the median of several. */
  readonly secondsInBatch: number;
  /** Images in that batch. */
  readonly batch: number;
}

/** Everything that {@linkcode evaluate} measures of a method, whichever it is. */
export interface MethodEvaluation {
  /** SPEC of the data. */
  readonly data: string;
  /** Names of the domains. */
  readonly domains: readonly string[];
  /** Seed of z and of the judges: the same seed gives the same numbers on one backend. */
  readonly seed: number;
  /** Limit of held-out images of each domain. */
  readonly count: number;
  /** The independent judge. */
  readonly classifier: ClassifierReport;
  /** One entry for each ordered pair of domains that the method translates. */
  readonly directions: readonly DirectionReport[];
  /** One entry for each domain; none where the method draws no images from random numbers. */
  readonly samples: readonly DomainReport[];
  /** Where each kept attribute is lost. Null where the data do not tell who is shown, or there is no z. */
  readonly attributes: readonly AttributePath[] | null;
  /** What z holds; null where the method has none. */
  readonly latent: LatentReport | null;
  /** How well the model reads the domain of held-out reals; not in files older than this score. */
  readonly domainReading?: DomainReading;
  /** What is left of an image that is drawn again in its own domain. */
  readonly reconstruction: {
    /** x = G(z, c); null where the method draws no images from random numbers. */
    readonly fake: Reconstruction | null;
    /** x a held-out real; null where the method cannot draw one again. */
    readonly real: Reconstruction | null;
  };
  /** Size and speed of the translation; not in files older than this. */
  readonly cost?: TranslationCost;
  /** Scores that the method cannot have, each with the reason. */
  readonly missing?: readonly string[];
  /** What the kernel distances are taken on: features that were not learnt from the data. */
  readonly kernelFeatures: string;
  /** What the classifier's distances are taken on: features that learnt to tell the domains apart. */
  readonly classifierFeatures: string;
  /** Distances on the features of another network, where one was given. */
  readonly otherFeatures?: FeatureReport;
  /** Scores of photographs of faces, where a judge of them was given. */
  readonly portraits?: PortraitReport;
  /** The tfjs backend. */
  readonly backend: string;
  /**
   * What the backend runs on, where the caller knew it. A BLAS under wasm moves shares by a few
   * images.
   */
  readonly device?: string;
  /** Wall-clock seconds. */
  readonly seconds: number;
}

/** Everything that {@linkcode evaluate} measures of the two-step method. */
export interface Evaluation extends MethodEvaluation {
  /** What z holds. */
  readonly latent: LatentReport;
  /** G(E(x), c_source) against x. */
  readonly reconstruction: {
    /** x = G(z, c). */
    readonly fake: Reconstruction;
    /** x a held-out real. */
    readonly real: Reconstruction;
  };
}
