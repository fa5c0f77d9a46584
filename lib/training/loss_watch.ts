/**
 * Losses that have blown up without being NaN.
 *
 * @module
 */

/** Steps whose losses count as usual. */
const USUAL_STEPS = 100;

/** A loss so many times larger than usual has blown up. */
const FACTOR = 100;

/** The networks by the first letter of their losses' names. */
const NETWORKS = { d: "D", g: "G", e: "E" } as const;

/** A network whose loss has blown up. */
export interface BlownUp {
  /** Which. */
  readonly network: "D" | "G" | "E";
  /** Its loss: the sum of the sizes of its parts. */
  readonly loss: number;
  /** The median of that over the first hundred steps. */
  readonly usual: number;
}

/** Watches the losses of one stage. */
export interface LossWatch {
  /**
   * Takes in a reading.
   *
   * @param step of the stage, in rising order
   * @param losses as the loop reports them
   * @returns the networks whose loss is now beyond 100 times the median of the first hundred steps (of
   *   the first reading, where there was none in them); each network once in the life of the watch
   */
  see(step: number, losses: Readonly<Record<string, number>>): BlownUp[];
}

/** Starts to watch. */
export function createLossWatch(): LossWatch {
  const usual = new Map<string, number[]>(), said = new Set<string>();
  return {
    see(step, losses) {
      const found: BlownUp[] = [];
      for (const [letter, loss] of sizes(losses)) {
        const first = usual.get(letter);
        if (!first) {
          usual.set(letter, [loss]);
        } else if (step <= USUAL_STEPS) {
          first.push(loss);
        } else if (!said.has(letter) && loss > FACTOR * median(first)) {
          said.add(letter);
          const network = NETWORKS[letter as keyof typeof NETWORKS];
          found.push({ network, loss, usual: median(first) });
        }
      }
      return found;
    },
  };
}

/** What each network minimises, every part of it by its size: parts of both signs cancel out. */
function sizes(losses: Readonly<Record<string, number>>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [name, value] of Object.entries(losses)) {
    sums.set(name[0], (sums.get(name[0]) ?? 0) + Math.abs(value));
  }
  return sums;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
