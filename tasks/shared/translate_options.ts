/**
 * The options of `deno task translate`, and what they ask for.
 *
 * @module
 */
import { wantedBackends } from "../../lib/backend/select_backend.ts";
import type { PastedPart } from "../../lib/faces/paste_portrait.ts";
import { TWO_STEP } from "../../lib/training/checkpoint_description.ts";
import { domainIndex } from "../../lib/translation/domain_labels.ts";
import { blasOption } from "./blas_option.ts";
import { numberOption } from "./number_option.ts";
import { choiceOptions } from "./choice_options.ts";
import { packsOption } from "./packs_option.ts";
import { helpText, type Options } from "./options.ts";
import { shardOption } from "./shard.ts";
import { preparing, UsageError } from "./usage_error.ts";

const pictures = {
  in: { value: "PATH", required: true, doc: "a picture, or a folder of pictures, of any size" },
  to: { value: "DOMAIN", required: true, doc: "one domain, several as A,B,C, or all" },
  out: {
    value: "PATH",
    required: true,
    doc: "a .png file, or a folder; several domains go to OUT/DOMAIN/NAME.png",
  },
} as const;

const portraits = {
  align: {
    doc: "find every face of each picture, and translate it upright, as CelebA's faces are",
  },
  "paste-back": {
    value: "[PART]",
    doc: "lay the results back into the picture: face (default), or square, with all around it",
    bare: true,
  },
} as const;

const model = {
  model: {
    value: "RUN",
    doc: "folder of a run, or a checkpoint's file; the shipped weights if left out",
  },
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  blas: blasOption,
} as const;

const latent = {
  strength: { value: "N", doc: "0 reconstructs, 1 translates (default), up to 2 exaggerates" },
  mix: { value: "FILE", doc: "move each picture's z towards the z of this picture" },
  mixing: { value: "N", doc: "how far: 0 not at all, 0.5 half way (default), 1 all the way" },
  refine: {
    value: "[STEPS]",
    doc: "improve each z by gradient steps first, 100 if left out; slow",
    bare: true,
  },
  "refine-weight": {
    value: "N",
    doc: "how strongly refinement keeps to E, 0 to 100; 0.2 if left out",
  },
} as const;

const check = {
  nearest: {
    value: "K",
    doc: "write the K nearest training images to NAME-nearest.png, 1 to 16",
  },
  packs: packsOption,
  data: { value: "SPEC", doc: "the training images; what the model was trained on if left out" },
  ...choiceOptions,
} as const;

const shared = {
  shard: shardOption,
  collect: {
    doc:
      "translate nothing; name the shards and pictures that are missing, or say that all are done",
  },
} as const;

/** Every option. */
export const translateOptions = {
  ...pictures,
  ...portraits,
  ...model,
  ...latent,
  ...check,
  ...shared,
  help: { doc: "show this" },
} as const;

/** The text of `--help`. */
export const translateHelp: string = helpText(
  "deno task translate --in FILE|DIR --to DOMAIN --out FILE|DIR [OPTION...]",
  "Translates pictures. Each is cropped to its centre square and written at the model's size.\n" +
    "With --align each face of a picture is; of several faces, NAME-1.png is the one on the left.",
  {
    Pictures: pictures,
    "Photographs of people": portraits,
    Model: model,
    "What is kept and what changes": latent,
    "A check against memorising": check,
    "A folder shared by several processes": shared,
    Help: { help: translateOptions.help },
  },
);

/** How to translate. */
export interface TranslateRequest {
  /** 0 is a reconstruction, 1 a translation; a little beyond 1 exaggerates. */
  readonly strength: number;
  /** A picture whose z is mixed in, and its share. */
  readonly mix?: { readonly file: string; readonly share: number };
  /** How E's latent is improved, which takes seconds. */
  readonly refine?: { readonly steps: number; readonly weight: number };
  /** Nearest training images to show of each translation; 0 for none. */
  readonly nearest: number;
  /** Whether faces are translated, and which part of the results is laid back into the picture. */
  readonly portraits?: { readonly pasteBack?: PastedPart };
}

/**
 * Reads how to translate.
 *
 * @throws UsageError that names the option at fault and the remedy
 */
export function translateRequest(given: Options<typeof translateOptions>): TranslateRequest {
  needs(given, "mixing", "mix FILE");
  needs(given, "refine-weight", "refine");
  needs(given, "data", "nearest K");
  needs(given, "paste-back", "align");
  if (given.align && given.nearest !== undefined) {
    throw new UsageError(
      "--nearest is for pictures that are aligned: run deno task align, and translate its pictures " +
        "without --align",
    );
  }
  for (const name of ["packs", "crop", "without"] as const) needs(given, name, "nearest K");
  const share = numberOption("mixing", given.mixing, 0.5, { min: 0, max: 1 });
  const steps = numberOption("refine", given.refine, 100, { min: 1, max: 10_000, whole: true });
  const weight = numberOption("refine-weight", given["refine-weight"], 0.2, { min: 0, max: 100 });
  return {
    strength: numberOption("strength", given.strength, 1, { min: 0, max: 2 }),
    mix: given.mix === undefined ? undefined : { file: given.mix, share },
    refine: given.refine === undefined ? undefined : { steps, weight },
    nearest: numberOption("nearest", given.nearest, 0, { min: 1, max: 16, whole: true }),
    portraits: given.align ? { pasteBack: pastedPart(given["paste-back"]) } : undefined,
  };
}

/**
 * Refuses what only the two-step method can do, since it needs z.
 *
 * @param method that the model is of
 * @throws UsageError that names the option
 */
export function checkMethodCan(
  method: string,
  { strength, mix, refine, nearest }: TranslateRequest,
): void {
  const wanted = Object.entries({
    "--strength": strength !== 1,
    "--mix": mix,
    "--refine": refine,
    "--nearest": nearest,
  }).flatMap(([option, value]) => value ? [option] : []);
  if (method === TWO_STEP || !wanted.length) return;
  throw new UsageError(
    `${
      wanted[0]
    } works on z, which ${method} does not have: leave it out, or name a model of the ` +
      "two-step method",
  );
}

function pastedPart(text: string | undefined): PastedPart | undefined {
  if (text === undefined || text === "face" || text === "square") return text;
  if (text === "") return "face";
  throw new UsageError(`--paste-back must be face or square, got "${text}"`);
}

function needs(
  given: Options<typeof translateOptions>,
  name: "mixing" | "refine-weight" | "data" | "paste-back" | "packs" | "crop" | "without",
  other: string,
): void {
  const needed = given[other.split(" ")[0] as "mix" | "align"];
  if (given[name] === undefined || needed !== undefined && needed !== false) return;
  throw new UsageError(`--${name} does nothing without --${other}: give both, or neither`);
}

/**
 * The domains that `--to` names: one, several between commas, or all. A domain of exactly that name
 * has precedence.
 *
 * @param text what was given
 * @param domains those of the model
 * @returns the names, none of them twice
 * @throws UsageError that lists those there are
 */
export function targetDomains(text: string, domains: readonly string[]): Promise<string[]> {
  return preparing(() => {
    const whole = domains.find((domain) => sameName(domain, text));
    if (whole !== undefined) return [whole];
    if (text === "all") return [...domains];
    return [...new Set(text.split(",").map((name) => domains[domainIndex(domains, name)]))];
  });
}

const sameName = (a: string, b: string) => a.normalize("NFC") === b.normalize("NFC");
