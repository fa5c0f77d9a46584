/**
 * Rounds of the same measurement, brought together.
 *
 * @module
 */
import type { StepRow } from "./bench_row.ts";
import { spread } from "./measure.ts";

/** What tells measurements apart. */
function keyOf({ engine, backend, work, gf, batch, size }: StepRow): string {
  return [engine, backend, work, gf, batch, size].join();
}

/** One row for each measurement: the median of its rounds, from the fastest block to the slowest. */
export function medianRows(rounds: readonly StepRow[]): StepRow[] {
  return [...Map.groupBy(rounds, keyOf).values()].map((rows) => {
    const { ms } = spread(rows.map((row) => row.ms));
    const [first] = rows;
    return {
      ...rows.at(-1)!,
      ms,
      lowMs: Math.min(...rows.map((row) => row.lowMs)),
      highMs: Math.max(...rows.map((row) => row.highMs)),
      imagesPerSecond: 1000 * first.batch / ms,
      gflops: first.gflops && first.gflops * first.ms / ms,
    };
  });
}
