/**
 * What a training shows while it runs.
 *
 * @module
 */
import type { BlownUp } from "../../lib/training/loss_watch.ts";
import type { TrainEvent } from "../../lib/training/step_loop.ts";
import { type Progress, startProgress } from "./progress.ts";

/** The newest losses of a stage, shown until there are newer ones. */
type Losses = TrainEvent["losses"];

/** How a training is named on the screen. */
export interface DisplayNames {
  /** The bar of a stage. */
  readonly stage: (stage: 1 | 2) => string;
  /** The option that makes the steps of a network smaller. */
  readonly stepSize: (network: BlownUp["network"]) => string;
}

/** Shows every event on the bar of its stage. */
export function createDisplay(names: DisplayNames) {
  let bar: Progress | undefined, shownStage = 0, newest: Losses = null;
  return {
    show({ stage, step, steps, losses, imagesPerSecond, blownUp }: TrainEvent): void {
      if (!bar || stage !== shownStage) {
        bar?.stop();
        bar = startProgress({ label: names.stage(stage), total: steps, from: step - 1 });
        shownStage = stage;
        newest = null;
      }
      newest = losses ?? newest;
      const values = Object.entries(newest ?? {}).map(([name, v]) => `${name} ${v.toFixed(3)}`);
      for (const loss of blownUp) bar.say(blownUpText(loss, stage, step, names));
      bar.update(step, [`${imagesPerSecond.toFixed(0)} images/s`, ...values].join("  "));
    },
    stop: () => bar?.stop(),
  };
}

/** What a loss that has blown up means. */
function blownUpText(
  { network, loss, usual }: BlownUp,
  stage: 1 | 2,
  step: number,
  names: DisplayNames,
): string {
  return `${network}'s loss has blown up: ${loss.toPrecision(3)} at ` +
    `${names.stage(stage).toLowerCase()}, step ${step}, and ` +
    `${
      usual.toPrecision(3)
    } over its first hundred steps. What follows is hardly of use: stop, and ` +
    `train into another folder with a smaller ${names.stepSize(network)}`;
}
