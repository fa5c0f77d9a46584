/**
 * Inputs of a step: made on the host each time, as in training, from images already in memory.
 *
 * @module
 */
import { Random } from "../../../lib/random.ts";
import type { StepCase } from "../bench_row.ts";
import { DOMAINS, Z } from "../step_flops.ts";

/** Images to draw batches from. */
const POOL = 128;

/** The inputs of one step, on the host. */
export interface HostBatch {
  /** Real images, NHWC in [-1, 1]. */
  readonly x: Float32Array;
  /** Their labels, one-hot rows. */
  readonly c: Float32Array;
  /** Latents from N(0, 1). */
  readonly z: Float32Array;
}

/** Draws batches at random. */
export class BenchData {
  readonly #random = new Random(7);
  readonly #pool: Float32Array;
  readonly #case: StepCase;

  /** Makes the pool. */
  constructor(step: StepCase) {
    this.#case = step;
    this.#pool = this.#random.fillUniform(new Float32Array(POOL * this.#imageLength), -1, 1);
  }

  get #imageLength(): number {
    return this.#case.size * this.#case.size * 3;
  }

  /** Everything that stage 1 needs. */
  next(): HostBatch {
    const { batch } = this.#case, length = this.#imageLength;
    const x = new Float32Array(batch * length);
    for (let i = 0; i < batch; i++) {
      const from = this.#random.integer(POOL) * length;
      x.set(this.#pool.subarray(from, from + length), i * length);
    }
    return { x, ...this.latents() };
  }

  /** What stage 2 needs. */
  latents(): Omit<HostBatch, "x"> {
    const { batch } = this.#case;
    const c = new Float32Array(batch * DOMAINS);
    for (let i = 0; i < batch; i++) c[i * DOMAINS + this.#random.integer(DOMAINS)] = 1;
    return { c, z: this.#random.fillNormal(new Float32Array(batch * Z)) };
  }

  /** The first images of the pool, for translation. */
  images(count: number): Float32Array {
    return this.#pool.subarray(0, count * this.#imageLength);
  }
}
