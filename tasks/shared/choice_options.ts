/**
 * The options `--crop` and `--without`: which pictures of the data are used, and which part of each.
 *
 * @module
 */
import type { PictureChoice } from "../../lib/data/picture_choice.ts";
import { UsageError } from "./usage_error.ts";

/** Their rows in a task's table of options. */
export const choiceOptions = {
  crop: {
    value: "SIDE",
    doc: "pixels of the square cut out of each picture of --data; 150 for CelebA's faces",
  },
  without: {
    value: "NAME,...",
    doc: "attributes of celeba:DIR whose pictures are left out, e.g. Blurry,Wearing_Hat",
  },
} as const;

/**
 * Reads both options.
 *
 * @param given their texts
 * @throws UsageError if one is no number, or names nothing
 */
export function givenChoice(
  { crop, without }: { readonly crop?: string; readonly without?: string },
): PictureChoice {
  const side = crop === undefined ? undefined : Number(crop);
  if (side !== undefined && !Number.isInteger(side)) {
    throw new UsageError(`--crop must be a whole number of pixels, got "${crop}"`);
  }
  const names = without?.split(",");
  if (names?.includes("")) {
    throw new UsageError(`--without must be names with commas between, got "${without}"`);
  }
  return { crop: side, without: names };
}

/** Both as they would be typed; an empty text if neither is set. */
export function choiceText({ crop, without }: PictureChoice = {}): string {
  const words = [
    ...crop === undefined ? [] : [`--crop ${crop}`],
    ...without?.length ? [`--without ${without.join(",")}`] : [],
  ];
  return words.join(" ");
}

/** What a task was told of its data. */
export interface GivenData {
  /** `--data` */
  readonly data?: string;
  /** `--crop` */
  readonly crop?: string;
  /** `--without` */
  readonly without?: string;
}

/**
 * The choice that goes with the data: that of the run where these are its own, so that it need not
 * be told again; else what was given.
 *
 * @param given on the command line; without `--data` the data are the run's own
 * @param known what the run notes, if there is one
 * @throws UsageError if the data are the run's own and something else is given
 */
export function choiceOf(
  given: GivenData,
  known?: { readonly spec: string; readonly choice?: PictureChoice },
): PictureChoice {
  const told = givenChoice(given), own = known?.choice ?? {};
  if (given.data !== undefined && given.data !== known?.spec) return told;
  const [text, noted] = [choiceText({ ...own, ...defined(told) }), choiceText(own)];
  if (!known || text === noted) return { ...own, ...defined(told) };
  throw new UsageError(
    `${choiceText(told)} differs from the pictures of the run, ${noted || "all of them, whole"}: ` +
      "leave it out, or train into another folder",
  );
}

function defined({ crop, without }: PictureChoice): PictureChoice {
  return { ...crop === undefined ? {} : { crop }, ...without ? { without } : {} };
}
