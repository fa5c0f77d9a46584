/**
 * The processes that share a training, over MPI.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { averageOnHeap } from "./average_on_heap.ts";
import { bindMpi } from "./bind_mpi.ts";
import { findMpi } from "./library.ts";

/**
 * This process among those that share a training. Every rank calls the same methods in the same order:
 * each returns once all have called it.
 */
export interface Ranks {
  /** Which one this is, from 0. */
  readonly rank: number;
  /** How many there are. */
  readonly size: number;
  /**
   * Replaces tensors by their mean over all ranks, in their own memory. Every rank gets the same bits.
   *
   * @param tensors float32, of the same sizes on every rank
   */
  average(tensors: readonly tf.Tensor[]): void;
  /**
   * Tells every rank what each has to say.
   *
   * @param values 32-bit integers, as many on every rank
   * @returns those of each rank, by its number
   */
  gather(values: ArrayLike<number>): Int32Array[];
  /** Waits for all ranks without keeping a processor busy. */
  meet(): Promise<void>;
}

/** The ranks of an MPI program. */
export interface MpiRanks extends Ranks {
  /** Name and version of the library, as "MPICH 4.0.2". */
  readonly library: string;
  /** How many of the ranks run on this machine. */
  readonly onThisMachine: number;
  /** Takes leave of the other ranks, once all is done; nothing else may be called then. */
  finish(): void;
  /** Ends all ranks at once, after a failure of this one. */
  abort(code: number): void;
}

/** Milliseconds between two looks at who has come. */
const LOOK_EVERY = 5;

/** The same within a step, where a rank waits for less. */
const LOOK_OFTEN = 0.05;

const clock = new Int32Array(new SharedArrayBuffer(4));

/**
 * Waits asleep: MPI itself waits by asking on and on, which takes the processor from ranks that are not
 * yet so far.
 */
function sleepUntil(isDone: () => boolean): void {
  while (!isDone()) Atomics.wait(clock, 0, 0, LOOK_OFTEN);
}

/**
 * Starts MPI in this process, once in its life. `mpirun -n N` starts N of them. Averages are taken on
 * the heap of the wasm backend, which `install("wasm")` starts.
 *
 * @param mpi true for the system's MPICH, or the file of a library with the same binary interface
 * @throws Error if the library is not found, or the permission --allow-ffi is missing
 */
export function startRanks(mpi: true | string): MpiRanks {
  const bound = bindMpi(findMpi(mpi)), { rank, size, onThisMachine, name } = bound;
  return {
    rank,
    size,
    onThisMachine,
    library: name,
    average(tensors) {
      if (size > 1) sleepUntil(bound.meet());
      averageOnHeap(tensors, size, bound.sum);
    },
    gather(values) {
      const all = bound.gather(Int32Array.from(values)), { length } = values;
      return Array.from({ length: size }, (_, i) => all.slice(i * length, (i + 1) * length));
    },
    async meet() {
      const isDone = bound.meet();
      while (!isDone()) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    },
    finish: () => bound.finalize(),
    abort: (code) => bound.abort(code),
  };
}
