/**
 * What a translation takes: numbers and seconds.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Translator } from "../translation/translator.ts";
import type { TranslationCost } from "./evaluation.ts";
import { median } from "./median.ts";

/** Translations of which the median is taken. */
const TIMES = 5;

/**
 * Measures it on one image and on a batch, each after a first time that sets things up. Seconds are
 * the machine's, and not the same from one time to the next.
 *
 * @param translator the method
 * @param batch images in a batch
 */
export async function measureCost(
  translator: Translator,
  batch: number,
): Promise<TranslationCost> {
  const { size, parameters, domains, directions } = translator;
  const target = directions?.[0]?.[1] ?? domains.length - 1;
  const secondsOf = async (count: number) => {
    const pixels = new Float32Array(count * size * size * 3), times: number[] = [];
    for (let i = 0; i <= TIMES; i++) {
      const started = performance.now();
      const y = tf.tidy(() =>
        translator.translate(tf.tensor4d(pixels, [count, size, size, 3]), target)
      );
      await y.data();
      y.dispose();
      if (i > 0) times.push((performance.now() - started) / 1000);
    }
    return median(times)!;
  };
  const secondsAlone = await secondsOf(1);
  return { parameters, secondsAlone, secondsInBatch: await secondsOf(batch) / batch, batch };
}
