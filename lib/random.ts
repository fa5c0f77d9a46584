/**
 * The source of every random number of a run: seeded, cheap, and saved as four integers.
 *
 * @module
 */
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

/** Scales an unsigned 32-bit integer to [0, 1). */
const SCALE = 2 ** -32;

/**
 * A stream of random numbers. Its whole state is {@linkcode Random.state}: there is no spare
 * normal kept aside, so a stream restored from it goes on with exactly the same numbers.
 *
 * The generator is xoroshiro128+ of npm `pure-rand`.
 *
 * @example
 * ```ts
 * import { Random } from "@im2im/im2im";
 *
 * const random = new Random(1);
 * const z = new Float32Array(64 * 100);
 * random.fillNormal(z); // N(0, 1)
 * const copy = Random.fromState(random.state());
 * if (copy.next() !== random.next()) throw new Error("unreachable");
 * ```
 */
export class Random {
  #generator: { next(): number; getState(): readonly number[] };

  /**
   * Seeds a stream. Neighbouring seeds give unrelated streams.
   *
   * @param seed any integer; only its low 32 bits count
   * @throws RangeError if it is not an integer
   */
  constructor(seed: number) {
    if (!Number.isInteger(seed)) throw new RangeError(`A seed must be an integer, got ${seed}`);
    this.#generator = xoroshiro128plusFromState(hash([seed | 0]));
  }

  /**
   * A stream that goes on where another was when its state was taken.
   *
   * @param state what {@linkcode Random.state} returned
   * @throws TypeError if it is not such a state
   */
  static fromState(state: readonly number[]): Random {
    const valid = state.length === 4 && state.every((word) => word === (word | 0)) &&
      state.some((word) => word !== 0);
    if (!valid) {
      throw new TypeError(`A random state must be four 32-bit integers, not all 0, got [${state}]`);
    }
    const random = new Random(0);
    random.#generator = xoroshiro128plusFromState([...state]);
    return random;
  }

  /** The four 32-bit integers that the rest of the stream follows from. */
  state(): number[] {
    return [...this.#generator.getState()];
  }

  /**
   * Another stream, derived from the present state and a name. This stream does not move, so forks
   * of different names may be made in any order.
   *
   * @param name what the stream is for
   */
  fork(name: string): Random {
    const words = this.state();
    for (let i = 0; i < name.length; i++) words.push(name.charCodeAt(i));
    return Random.fromState(hash(words));
  }

  /** A number of [0, 1), one of 2^32 evenly spaced ones. */
  next(): number {
    return (this.#generator.next() >>> 0) * SCALE;
  }

  /**
   * An integer of 0 to n - 1. The bias is below n / 2^32.
   *
   * @param n how many values there are, 1 to 2^32
   */
  integer(n: number): number {
    return Math.floor(this.next() * n);
  }

  /** A number of N(0, 1), by the Box-Muller transform; costs two uniform ones. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next())); // 1 - u is never 0
    return radius * Math.cos(2 * Math.PI * this.next());
  }

  /**
   * Fills an array with N(0, 1). Uses both halves of each Box-Muller pair: half the cost of
   * {@linkcode Random.normal}, and other numbers.
   *
   * @param target overwritten
   * @returns target
   */
  fillNormal<T extends Float32Array>(target: T): T {
    for (let i = 0; i < target.length; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
      const angle = 2 * Math.PI * this.next();
      target[i] = radius * Math.cos(angle);
      if (i + 1 < target.length) target[i + 1] = radius * Math.sin(angle);
    }
    return target;
  }

  /**
   * Fills an array with numbers of [min, max).
   *
   * @param target overwritten
   * @param min least value
   * @param max bound above
   * @returns target
   */
  fillUniform<T extends Float32Array>(target: T, min: number, max: number): T {
    const width = max - min;
    for (let i = 0; i < target.length; i++) target[i] = min + width * this.next();
    return target;
  }
}

/** Four well mixed words out of any number of them, never all zero. */
function hash(words: readonly number[]): number[] {
  const lanes = [0x243f6a88, 0x05a308d3, 0x13198a2e, 0x03707344]; // digits of pi
  const out = lanes.map((lane) => words.reduce((h, word) => mix(h ^ mix(word + h | 0)), lane));
  return out.some((word) => word !== 0) ? out : lanes;
}

/** The finaliser of MurmurHash3: a bijection of 32 bits in which every bit moves every other. */
function mix(word: number): number {
  let h = word ^ (word >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}
