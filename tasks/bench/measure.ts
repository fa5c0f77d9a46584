/**
 * Timing: warm up, time several blocks of calls, report their median and spread.
 *
 * @module
 */

/** How much time a measurement may take. */
export interface Effort {
  /** Seconds that a block lasts, about; one call at least. */
  readonly blockSeconds: number;
  /** Blocks; a median wants an odd number. */
  readonly blocks: number;
}

/** Enough to see that everything runs. */
export const QUICK: Effort = { blockSeconds: 0.1, blocks: 3 };
/** The shapes of a whole measurement, on a host that is lent for minutes. */
export const BRIEF: Effort = { blockSeconds: 0.25, blocks: 5 };
/** For the many passes of single layers. */
export const SHORT: Effort = { blockSeconds: 0.15, blocks: 5 };
/** Enough for a number to be quoted. */
export const THOROUGH: Effort = { blockSeconds: 0.7, blocks: 5 };

/** What is timed. */
export interface Timed {
  /** One call; `i` counts the calls since the last block began. */
  call(i: number): unknown;
  /** Resolves when the device has done all that was asked of it. */
  finish(): Promise<void>;
}

/** Milliseconds a call. */
export interface Timing {
  /** Median of the blocks. */
  readonly ms: number;
  /** Fastest block. */
  readonly lowMs: number;
  /** Slowest block. */
  readonly highMs: number;
}

/** A call slower than this is timed but once, after one to warm up: stock tfjs takes half a minute. */
const SLOW_MS = 3000;

/**
 * Times `call`. The device is waited for once a block, so that host and device overlap as they do
 * in training.
 *
 * @param timed what to time
 * @param effort how long to take
 * @param now a clock in milliseconds
 */
export async function measure(
  { call, finish }: Timed,
  { blockSeconds, blocks }: Effort,
  now: () => number = () => performance.now(),
): Promise<Timing> {
  const block = async (calls: number) => {
    const start = now();
    for (let i = 0; i < calls; i++) await call(i);
    await finish();
    return (now() - start) / calls;
  };
  await block(1); // compiles
  let estimate = await block(1);
  if (estimate > SLOW_MS) return spread([estimate]);
  estimate = Math.min(estimate, await block(1));
  const calls = Math.max(1, Math.min(1000, Math.round(blockSeconds * 1000 / estimate)));
  const times: number[] = [];
  for (let i = 0; i < blocks; i++) times.push(await block(calls));
  return spread(times);
}

/**
 * Median and extremes of some times; of an even number of them, the median is the mean of the two in
 * the middle.
 *
 * @throws RangeError if there is none
 */
export function spread(times: readonly number[]): Timing {
  if (!times.length) throw new RangeError("There is no time to take a median of");
  const sorted = times.toSorted((a, b) => a - b), middle = sorted.length >> 1;
  const ms = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { ms, lowMs: sorted[0], highMs: sorted.at(-1)! };
}
