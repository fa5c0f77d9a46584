/**
 * What is measured on photographs of faces: plain JSON, the field `portraits` of `evaluation.json`.
 *
 * @module
 */
import type { DataSet } from "../../data/image_set.ts";
import type { Reals } from "../measure_reals.ts";
import type { Subject } from "../subject.ts";

/** What a domain is to a network that reads gender; null for neither, or where it is not known. */
export type DomainGender = "male" | "female" | null;

/** The images that a row of scores is about, one for each input. */
export type PortraitRow =
  /** G(E(x), target). */
  | "translation"
  /** G(E(x), source). */
  | "reconstruction"
  /** x itself. */
  | "input"
  /** x mirrored; its turn and line of sight are compared with their signs changed. */
  | "mirrored"
  /** The target's training picture whose landmarks are nearest to the input's. */
  | "nearest"
  /** The mean training image of the target. */
  | "mean";

/**
 * Scores of N images that stand for N inputs. All rows are held against the target domain, but the
 * reconstruction against the source, which it should be of.
 */
export interface PortraitScores {
  /** Which images. */
  readonly row: PortraitRow;
  /** Share of them in which the detector finds a face. The others are read where the input's lies. */
  readonly found: number;
  /** Share that the evaluation's own classifier takes for the domain they should be of. */
  readonly targetAccuracy: number;
  /** Share that the packaged gender network takes for that domain's; null without two genders. */
  readonly genderAccuracy: number | null;
  /** Correlation with the input of the head's turn to a side. */
  readonly yaw: number | null;
  /** Of its nod. */
  readonly pitch: number | null;
  /** Of the opening of the mouth. */
  readonly mouth: number | null;
  /** Of the opening of the eyes. */
  readonly eyes: number | null;
  /** Of P(happy). */
  readonly happy: number | null;
  /** Of the line of sight. */
  readonly sight: number | null;
  /** Median distance of the descriptor to the input's. */
  readonly identity: number;
  /** Median rank of the input among all inputs by that distance: 1 is best, (N + 1) / 2 is chance. */
  readonly rank: number;
  /** Mean absolute error to the input outside head, hair and clothes, images in [-1, 1]. */
  readonly background: number | null;
  /** Correlation of edges with the input. */
  readonly structure: number | null;
  /** Edge energy / that of that domain's held-out reals. */
  readonly edges: number | null;
  /** Pixel diversity / that of that domain's held-out reals. */
  readonly diversity: number | null;
  /** Kernel distance on descriptors to that domain's held-out reals. */
  readonly kernelDistance: number | null;
  /**
   * For each attribute of the direction, how often the probe reads the input's own value, both values
   * counting the same; null where the inputs do not have both.
   */
  readonly kept: readonly (number | null)[];
}

/**
 * How alike G draws one z in two domains: translations against the reconstructions of the same z. What is
 * alike here and differs from the input was lost by E, or cannot be drawn.
 */
export interface DrawnAlike
  extends Pick<PortraitScores, "yaw" | "pitch" | "mouth" | "eyes" | "happy" | "sight"> {
  /** Median distance of the two descriptors. */
  readonly identity: number;
  /** Median rank of a translation's reconstruction among all: 1 is best, (N + 1) / 2 is chance. */
  readonly rank: number;
}

/** Scores of one direction, and what they are to be held against. */
export interface PortraitDirection {
  /** Name of the domain that the inputs are of. */
  readonly source: string;
  /** Name of the domain that they are translated to. */
  readonly target: string;
  /** Inputs that were scored, N: those in which a face was found. */
  readonly count: number;
  /** Inputs that were left out, as no face was found. */
  readonly faceless: number;
  /** One entry for each kind of images. */
  readonly rows: readonly PortraitScores[];
  /** What both domains show of one z; null where the method draws no reconstruction of it. */
  readonly alike: DrawnAlike | null;
  /** Share of the target's held-out reals that the own classifier takes for the target domain. */
  readonly realTargetAccuracy: number;
  /** Share of them that the gender network takes for the target's gender. */
  readonly realGenderAccuracy: number | null;
  /** Median distance of two descriptors of one person, held-out; null where people are not known. */
  readonly samePerson: number | null;
  /** Pairs that {@linkcode PortraitDirection.samePerson} is the median of. */
  readonly samePersonPairs: number;
  /** Median distance of the descriptors of two people among the inputs. */
  readonly otherPeople: number | null;
  /** Error of the background of a blurred copy of the input. */
  readonly blurredBackground: number | null;
  /** Share of the pixels that count as background. */
  readonly backgroundShare: number;
  /** Structure of pairs that do not belong together: translations and the next input. */
  readonly structureChance: number | null;
  /** Kernel distance on descriptors of the two halves of the target's held-out reals. */
  readonly kernelFloor: number | null;
  /** Attributes that a translation should keep; none where the data have no table of them. */
  readonly attributes: readonly PortraitAttribute[];
}

/** An attribute of the data's table that a probe reads. Chance is 0.5 for each. */
export interface PortraitAttribute {
  /** Its name in the table. */
  readonly name: string;
  /** Inputs that have it. */
  readonly positives: number;
}

/** Everything that is measured on faces. */
export interface PortraitReport {
  /** The networks that read faces, with their package. */
  readonly reader: string;
  /** Limit of held-out images of each domain. */
  readonly limit: number;
  /** What each domain is to the gender network. */
  readonly genders: readonly DomainGender[];
  /** Training steps of the probe of attributes; 0 where there is none. */
  readonly probeSteps: number;
  /** Why there is no direction: too few faces are found. Absent where there are directions. */
  readonly unscored?: string;
  /** One entry for each ordered pair of domains. */
  readonly directions: readonly PortraitDirection[];
  /** Wall-clock seconds. */
  readonly seconds: number;
}

/** What is scored. */
export interface PortraitSubject extends Subject {
  /** The data that the reals are of. */
  readonly data: DataSet;
  /** The held-out reals of every domain, with what the model made of them. */
  readonly reals: readonly Reals[];
  /** Seed of the probe. */
  readonly seed: number;
  /** Told the share that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void | Promise<void>;
}

/** Judges of photographs of faces, as `evaluate` takes them. */
export interface PortraitJudge extends Disposable {
  /**
   * Scores every direction; none where a domain has fewer than four held-out pictures with a face.
   *
   * @throws RangeError if there are not as many genders as domains
   */
  score(subject: PortraitSubject): Promise<PortraitReport>;
}
