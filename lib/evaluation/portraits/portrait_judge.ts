/**
 * The judges of photographs of faces.
 *
 * @module
 */
import { genderOfDomain } from "./domain_gender.ts";
import { keptNames } from "./kept_names.ts";
import type {
  DomainGender,
  PortraitDirection,
  PortraitJudge,
  PortraitReport,
  PortraitSubject,
} from "./portrait_report.ts";
import { loadPortraitReader } from "./portrait_reader.ts";
import type { PortraitReader } from "./read_portraits.ts";
import { scoreFrom } from "./score_portraits.ts";
import { type Reading, readSitters, type Sitters, whyUnscored } from "./sitters.ts";
import { keptProbe } from "./kept_probe.ts";

/** Settings of {@linkcode loadPortraitJudge}. */
export interface PortraitJudgeOptions {
  /** At most so many held-out pictures of each domain, and as many training pictures; 500 by default. */
  readonly limit?: number;
  /**
   * What each domain is to the gender network. By default its name says it: `Male` and `not_Male`,
   * `man` and `woman`, `men` and `women`; other names are neither.
   */
  readonly genders?: readonly DomainGender[];
  /** Training steps of the probe of kept attributes, 0 for none; 400 by default. */
  readonly probeSteps?: number;
  /**
   * Folder where the probe, and readings of real pictures, are kept for the next evaluation; nowhere by
   * default.
   */
  readonly cacheDir?: string;
  /** The networks; the packaged ones by default. The judge disposes of them. */
  readonly reader?: PortraitReader;
}

/**
 * Loads the networks that read faces, for the option `portraits` of `evaluate`.
 *
 * @example
 * ```ts no-eval
 * import { evaluate, evaluationTable } from "@im2im/im2im/evaluation";
 * import { loadPortraitJudge } from "@im2im/im2im/evaluation/portraits";
 * import type { DataSet, Model } from "@im2im/im2im";
 *
 * async function report(model: Model, data: DataSet) {
 *   using portraits = await loadPortraitJudge({ limit: 200 });
 *   console.log(evaluationTable(await evaluate(model, data, { portraits })));
 * }
 * ```
 *
 * @param options how many pictures, genders, cache
 * @returns the judge; dispose of it by `using`
 * @throws Error if the package with the networks is not there; RangeError for a limit below 4
 */
export async function loadPortraitJudge(
  options: PortraitJudgeOptions = {},
): Promise<PortraitJudge> {
  const { limit = 500, probeSteps = 400, cacheDir } = options;
  if (!Number.isInteger(limit) || limit < 4) {
    throw new RangeError(`limit must be a whole number from 4, got ${limit}`);
  }
  const reader = options.reader ?? await loadPortraitReader();
  return {
    score: (subject) => score(subject, { reader, limit, cacheDir }, options.genders, probeSteps),
    [Symbol.dispose]: () => reader[Symbol.dispose](),
  };
}

async function score(
  subject: PortraitSubject,
  how: Omit<Reading, "onRead" | "table">,
  given: readonly DomainGender[] | undefined,
  probeSteps: number,
): Promise<PortraitReport> {
  const started = performance.now(),
    { data, translator: { domains }, reals, seed, width } = subject;
  const genders = given ?? domains.map(genderOfDomain);
  if (genders.length !== domains.length) {
    throw new RangeError(`Got ${genders.length} genders for the domains ${domains.join(", ")}`);
  }
  const table = data.pictures?.(), names = table && probeSteps ? keptNames(table) : [];
  const steps = names.length ? probeSteps : 0;
  const images = reals.reduce(
    (sum, real) => sum + Math.min(how.limit, real.images.length / width),
    0,
  );
  // Of each picture: itself, mirrored, one to train on, and what the model makes of it.
  const total = steps + images * (3 + domains.length);
  let done = 0;
  const tell = async (count: number) => {
    done += count;
    await subject.onProgress?.(Math.min(1, done / total));
  };
  const reading = { ...how, table, onRead: tell }, sitters: Sitters[] = [];
  for (const c of domains.keys()) sitters.push(await readSitters(subject, c, reading));
  const unscored = sitters.map((people, c) => whyUnscored(people, domains[c])).find((why) => why);
  using probe = steps && !unscored
    ? await keptProbe(how.cacheDir, data, names, { seed, steps, onStep: () => tell(1) })
    : null;
  const directions: PortraitDirection[] = [];
  const scoring = { subject, reading, sitters, genders, ...probe && { probe } };
  for (const source of unscored ? [] : domains.keys()) {
    directions.push(...await scoreFrom(scoring, source));
  }
  await subject.onProgress?.(1);
  return {
    reader: how.reader.name,
    limit: how.limit,
    genders,
    probeSteps: probe?.steps ?? 0,
    ...unscored !== undefined && { unscored },
    directions,
    seconds: (performance.now() - started) / 1000,
  };
}
