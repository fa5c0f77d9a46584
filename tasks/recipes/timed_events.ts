/**
 * How long training takes, whatever is done between its steps.
 *
 * @module
 */
import type { TrainEvent } from "../../lib/training/train.ts";

/** A step, and the seconds that were spent on training so far. */
export interface TimedEvent extends TrainEvent {
  /** Seconds of training; those that the caller spends between steps do not count. */
  readonly trainingSeconds: number;
}

/**
 * The events of a training loop with the time they took.
 *
 * @param events of trainStage1 or trainStage2
 * @param now a clock, milliseconds
 */
export async function* timedEvents(
  events: AsyncGenerator<TrainEvent>,
  now: () => number = () => performance.now(),
): AsyncGenerator<TimedEvent> {
  let trainingSeconds = 0;
  while (true) {
    const start = now(), { value, done } = await events.next();
    if (done) return;
    trainingSeconds += (now() - start) / 1000;
    yield { ...value, trainingSeconds };
  }
}
