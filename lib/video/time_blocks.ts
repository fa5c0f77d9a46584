/**
 * Which frames of a video are held out of training.
 *
 * Neighbouring frames are near copies: held-out frames drawn one by one would test what was seen in
 * training. So whole blocks of time are held out, and what lies beside them is left out of both.
 *
 * @module
 */

/** What a frame is for. */
export type FrameUse = "train" | "held-out" | "gap";

/**
 * Which blocks are held out: those that the reported scores are read on, or others, to choose a
 * recipe by; the former are then in no part of the data.
 */
export type HeldOutBlocks = "test" | "validation";

/** Seconds of a block; shorter in a video of fewer than five. */
const BLOCK = 10;
/** One block of so many is held out. */
const ONE_IN = 5;
/** Its place among them: the middle one; to validate on, the last one. */
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
