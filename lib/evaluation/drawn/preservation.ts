/**
 * Preservation: whether a translation keeps what distinguishes the person.
 *
 * @module
 */
import { type AttributeName, keptAttributes } from "./kept_attributes.ts";

/** One kept attribute in one direction. */
export interface Preservation {
  /** Which. */
  readonly attribute: AttributeName;
  /** Share of translations off which the probe reads the person's own value. */
  readonly translation: number;
  /** The same of the true counterparts: what a perfect translation would score. */
  readonly truth: number;
  /** The same of always answering the most frequent value. */
  readonly chance: number;
  /**
   * translation / truth, at most 1, so that luck in one attribute does not hide another; 0 where
   * truth is 0.
   */
  readonly agreement: number;
}

/**
 * Scores the probe's answers.
 *
 * With three people of values 0, 0, 1, answers 0, 1, 1 on translations and 0, 0, 0 on true
 * counterparts: translation 2/3, truth 2/3, chance 2/3, agreement 1.
 *
 * @param labels of each of {@linkcode keptAttributes}, what was drawn
 * @param onTranslations what the probe reads off the translations
 * @param onTruths what it reads off the true counterparts
 */
export function preservation(
  labels: readonly (readonly number[])[],
  onTranslations: readonly (readonly number[])[],
  onTruths: readonly (readonly number[])[],
): Preservation[] {
  return keptAttributes.map(({ name, values }, i) => {
    const drawn = labels[i];
    const hits = (answers: readonly number[]) =>
      answers.filter((answer, k) => answer === drawn[k]).length / drawn.length;
    const translation = hits(onTranslations[i]), truth = hits(onTruths[i]);
    const chance = Math.max(...values.map((_, v) => hits(drawn.map(() => v))));
    const agreement = truth && Math.min(1, translation / truth);
    return { attribute: name, translation, truth, chance, agreement };
  });
}

/** The mean agreement over the attributes. */
export function meanAgreement(kept: readonly Preservation[]): number {
  return kept.reduce((sum, { agreement }) => sum + agreement, 0) / kept.length;
}
