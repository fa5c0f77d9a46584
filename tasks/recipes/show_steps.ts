/**
 * A training as progress bars.
 *
 * @module
 */
import type { TrainEvent } from "../../lib/training/step_loop.ts";
import { duration, type Progress, startProgress } from "../shared/progress.ts";

/**
 * Passes the events of a training on and shows how far it is, with a bar for each stage.
 *
 * @param events the training
 * @param labelOf what a stage is called
 */
export async function* shown(
  events: AsyncGenerator<TrainEvent>,
  labelOf: (stage: 1 | 2) => string = (stage) => `Stage ${stage}`,
): AsyncGenerator<TrainEvent> {
  let bar: Progress | undefined, ofStage = 0;
  try {
    for await (const event of events) {
      if (event.stage !== ofStage) {
        bar?.stop();
        ofStage = event.stage;
        bar = startProgress({ label: `  ${labelOf(event.stage)}`, total: event.steps });
      }
      bar?.update(event.step, `${duration(event.seconds)} of training`);
      yield event;
    }
  } finally {
    bar?.stop();
  }
}
