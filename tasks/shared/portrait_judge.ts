/**
 * The judges of photographs of faces, as the options of `evaluate` ask for them.
 *
 * @module
 */
import type { DataSet } from "../../lib/data/image_set.ts";
import type { PortraitJudge } from "../../lib/evaluation/evaluate.ts";
import type { DomainGender } from "../../lib/evaluation/portraits/portrait_report.ts";
import { genderOfDomain } from "../../lib/evaluation/portraits/domain_gender.ts";
import { packsFolder } from "./open_run_data.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** The options that decide it. */
export interface PortraitChoice {
  /** `--portraits` */
  readonly portraits?: string;
  /** `--genders` */
  readonly genders?: string;
  /** `--packs` */
  readonly packs?: string;
}

/** Pictures of each domain that are read where nobody says how many. */
const COUNT = 500;
/** Side of the images from which on all of a face can be read, see lib/evaluation/portraits. */
const READABLE = 64;
/** Fewer cannot be scored. */
const FEWEST = 4;
/** Not a literal, so that Deno fetches the package of the networks only where they are wanted. */
const MODULE = "../../lib/evaluation/portraits/mod.ts";

/**
 * Loads the judges where portraits are to be scored, and says what has been decided: CelebA's pictures
 * are photographs of faces, and of other data the user says it.
 *
 * @param choice options of the task
 * @param data that is evaluated
 * @param print where messages go
 * @returns undefined where portraits are not scored; dispose of it by `using`
 * @throws UsageError for options that make no sense, or without the package of the networks
 */
export async function portraitJudge(
  choice: PortraitChoice,
  data: DataSet,
  print: (line: string) => void,
): Promise<PortraitJudge | undefined> {
  const celeba = data.spec.startsWith("celeba:"), { domains } = data.heldOut;
  const limit = choice.portraits === undefined ? (celeba ? COUNT : 0) : countOf(choice.portraits);
  if (!limit) {
    if (choice.genders !== undefined) {
      throw new UsageError("--genders is for scores of portraits: say --portraits N as well");
    }
    if (celeba) print("Portraits: not scored, as --portraits 0 says");
    return undefined;
  }
  const genders = choice.genders === undefined
    ? domains.map(genderOfDomain)
    : gendersOf(choice.genders, domains);
  const why = choice.portraits === undefined ? ", since the data are CelebA's" : "";
  const told = domains.map((domain, c) => `${domain} ${genders[c] ?? "neither"}`).join(", ");
  print(
    `Portraits: ${limit} held-out pictures of each domain are read${why}; to the gender network ` +
      `the domains are: ${told}`,
  );
  const { size } = data.heldOut;
  if (size < READABLE) {
    print(
      `Portraits: at ${size}x${size} eyes, mouth, line of sight and identity can hardly be read; ` +
        `train at ${READABLE}x${READABLE} to score them`,
    );
  }
  const cacheDir = `${choice.packs ?? packsFolder()}/readings`;
  const { loadPortraitJudge } = await judgeModule();
  return await preparing(() => loadPortraitJudge({ limit, genders, cacheDir }));
}

async function judgeModule(): Promise<typeof import("../../lib/evaluation/portraits/mod.ts")> {
  try {
    return await import(MODULE);
  } catch (cause) {
    throw new UsageError(
      "The networks that read faces cannot be loaded: run this once where there is a network, so that " +
        "Deno fetches the npm package @vladmandic/face-api, or say --portraits 0 " +
        `(${(cause as Error).message})`,
      { cause },
    );
  }
}

function countOf(text: string): number {
  const count = Number(text);
  if (text.trim() !== "" && Number.isInteger(count) && (count === 0 || count >= FEWEST)) {
    return count;
  }
  throw new UsageError(`--portraits must be 0 or a whole number from ${FEWEST}, got "${text}"`);
}

function gendersOf(text: string, domains: readonly string[]): DomainGender[] {
  const words = text.split(","), known = ["male", "female", "none"];
  const wrong = words.find((word) => !known.includes(word));
  if (wrong !== undefined || words.length !== domains.length) {
    throw new UsageError(
      `--genders must name ${known.join(", ")} for each of ${domains.join(", ")} in turn, ` +
        `got "${text}"`,
    );
  }
  return words.map((word) => word === "none" ? null : word as DomainGender);
}
