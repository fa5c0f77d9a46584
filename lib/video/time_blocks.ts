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

/** Seconds of a block; shorter in a video of fewer than five. */
const BLOCK = 10;
/** One block of so many is held out: the middle one. */
const ONE_IN = 5;
/** Share of a block that is left out on either side of it. */
const GAP = 0.1;

/**
 * Tells what a frame is for.
 *
 * @param time of the frame, in seconds
 * @param duration of its video, in seconds
 */
export function useOfFrame(time: number, duration: number): FrameUse {
  const block = Math.min(BLOCK, duration / ONE_IN);
  const position = time / block - Math.floor(ONE_IN / 2);
  // Distance to the nearest held-out block, in blocks: 0 within it.
  const into = ((position % ONE_IN) + ONE_IN) % ONE_IN;
  const distance = Math.min(Math.max(0, into - 1), ONE_IN - into);
  return into < 1 ? "held-out" : distance <= GAP ? "gap" : "train";
}
