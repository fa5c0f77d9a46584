/**
 * The threads that share a heap: the main thread and its workers, all with an instance of the kernel
 * module on the same memory. assembly/pool.ts is the other half.
 *
 * @module
 */
import { bindSgemm } from "../blas/bind_sgemm.ts";
import type { BlasLibrary } from "../blas/library.ts";
import { type KernelName, kernelNames } from "./kernel_names.ts";
import { kernelModule } from "./module.wasm.ts";
import { startThread, type Thread } from "./start_thread.ts";

/** Bytes of the job's description, as laid out in assembly/job.ts. */
const JOB_BYTES = 384;
const SCRATCH_AT = 32, ARGS_AT = 64;
/** A thread's private scratch, as in assembly/job.ts. */
const SCRATCH_BYTES = 65536;

interface KernelExports {
  attach(job: number, thread: number): void;
  run(kernel: number, tasks: number, alone: number): number;
  stop(job: number): void;
}

/** The memory that a pool works in, and who hands it out. */
export interface Heap {
  /** Shared by all threads. */
  readonly memory: WebAssembly.Memory;
  /** Reserves bytes, 8-byte aligned at least. */
  malloc(bytes: number): number;
  /** Gives them back. */
  free(address: number): void;
}

let compiled: WebAssembly.Module | undefined;

function kernelsCompiled(): WebAssembly.Module {
  if (compiled) return compiled;
  const bytes = Uint8Array.from(atob(kernelModule), (c) => c.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) {
    throw new Error(
      "This runtime's WebAssembly has no threads or no relaxed SIMD; update Deno, " +
        "or use the cpu or webgpu backend",
    );
  }
  return compiled = new WebAssembly.Module(bytes);
}

/** Runs the module's routines on a fixed number of threads. */
export class Pool {
  /** Threads, the main one included. */
  readonly threads: number;
  /** The native BLAS, if there is one to run products on. */
  readonly blas?: BlasLibrary;
  readonly #heap: Heap;
  readonly #kernels: KernelExports;
  readonly #block: number;
  readonly #job: number;
  readonly #args: Float64Array;
  readonly #workers: Thread[] = [];
  #broken = false;

  private constructor(heap: Heap, threads: number, blas?: BlasLibrary) {
    this.threads = threads;
    this.blas = blas;
    this.#heap = heap;
    const module = kernelsCompiled();
    this.#block = heap.malloc(64 + JOB_BYTES + threads * SCRATCH_BYTES);
    this.#job = Math.ceil(this.#block / 64) * 64; // a cache line of its own for the ticket
    new Uint8Array(heap.memory.buffer, this.#job, JOB_BYTES).fill(0);
    new Uint32Array(heap.memory.buffer, this.#job + SCRATCH_AT, 1)[0] = this.#job + JOB_BYTES;
    this.#args = new Float64Array(heap.memory.buffer, this.#job + ARGS_AT, 40);
    const sgemm = blas ? bindSgemm(blas.path, heap.memory) : () => {};
    const imports = { env: { memory: heap.memory }, sgemm: { sgemm } };
    const instance = new WebAssembly.Instance(module, imports);
    this.#kernels = instance.exports as unknown as KernelExports;
    this.#kernels.attach(this.#job, 0);
  }

  /**
   * Starts threads - 1 workers.
   *
   * @param heap where tensors and scratch memory lie
   * @param threads how many, the main one included
   * @param blas a native BLAS, which every thread opens
   * @throws Error if the runtime lacks WebAssembly threads or relaxed SIMD
   */
  static async start(heap: Heap, threads: number, blas?: BlasLibrary): Promise<Pool> {
    const pool = new Pool(heap, threads, blas);
    const others = Array.from({ length: threads - 1 }, (_, i) =>
      startThread({
        compiled: compiled!,
        memory: heap.memory,
        job: pool.#job,
        thread: i + 1,
        blas: blas?.path,
      }));
    pool.#workers.push(...await Promise.all(others));
    // A program whose own work is done may end while its workers wait.
    for (const worker of pool.#workers) worker.keepAlive(false);
    return pool;
  }

  /**
   * Runs a routine and waits for it.
   *
   * @param kernel which one
   * @param tasks how many independent parts it has
   * @param args its arguments, in the order that its comment in assembly/ gives
   * @param small whether waking the workers would cost more than it saves
   * @throws Error if a worker has died
   */
  run(kernel: KernelName, tasks: number, args: readonly number[], small = false): void {
    if (tasks === 0) return;
    this.#args.set(args);
    const alone = small || this.#workers.length === 0;
    if (this.#kernels.run(kernelNames.indexOf(kernel), tasks, Number(alone))) {
      this.#broken = true;
      throw new Error("A kernel thread has stopped; call install again to start new ones");
    }
  }

  /** Whether a worker has died; such a pool is to be stopped and another one started. */
  get broken(): boolean {
    return this.#broken;
  }

  /** Ends the workers without waiting for them, for a heap that is not used any more. */
  abandon(): void {
    this.#kernels.stop(this.#job);
  }

  /** Ends the workers and gives back the pool's memory. */
  async stop(): Promise<void> {
    this.#kernels.stop(this.#job);
    for (const worker of this.#workers) worker.keepAlive(true);
    await Promise.all(this.#workers.map(({ exited }) => exited));
    this.#heap.free(this.#block);
  }
}
