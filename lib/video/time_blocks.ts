/**
 * Which frames of a video are held out of training.
 *
 * Neighbouring frames are near copies, so held-out frames that are drawn one by one would be near
 * copies of training frames. Therefore whole blocks of time are held out, and the frames beside
 * them are used for neither.
 *
 * @module
 */

/** What a frame is for. */
export type FrameUse = "train" | "held-out" | "gap";

/**
 * Which blocks are held out: those of the reported scores, or others to choose a recipe by. In the
 * second case the former are in no part of the data.
 */
export type HeldOutBlocks = "test" | "validation";

/** Seconds of a block; less in a video shorter than five blocks. */
const BLOCK = 10;
/** One block of so many is held out. */
const ONE_IN = 5;
/** The place of the held-out block among them: the middle one, or the last one for validation. */
const PLACE: Readonly<Record<HeldOutBlocks, number>> = { test: 2, validation: 4 };
/** Share of a block that is left out on either side of it. */
const GAP = 0.1;

/**
 * Tells what a frame is for.
 *
 * @param time of the frame, in seconds
 * @param duration of its video, in seconds
 * @param blocks which are held out
 */
export function useOfFrame(
  time: number,
  duration: number,
  blocks: HeldOutBlocks = "test",
): FrameUse {
  const block = Math.min(BLOCK, duration / ONE_IN);
  const around = (place: number): FrameUse => {
    const into = ((time / block - place) % ONE_IN + ONE_IN) % ONE_IN;
    if (into < 1) return "held-out";
    return Math.min(into - 1, ONE_IN - into) <= GAP ? "gap" : "train";
  };
  if (blocks === "validation" && around(PLACE.test) !== "train") return "gap";
  return around(PLACE[blocks]);
}
