/**
 * tfjs' wasm backend on memory that threads can share, with the kernel threads on it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type BlasLibrary, findBlas } from "../blas/library.ts";
import { openSession, sessionOf, takePool, type WasmBackend } from "./heap.ts";
import { type Heap, Pool } from "./pool.ts";
import { readBinary } from "./read_binary.ts";
import { startBackend } from "./start_backend.ts";

/** Settings of the wasm backend. */
export interface WasmOptions {
  /** Threads, the main one included; by default those it has, or one a processor, at most 8. */
  readonly threads?: number;
  /** Matrix products by a native BLAS: true for the system's OpenBLAS, or a library's file. */
  readonly blas?: boolean | string;
}

/** What the wasm backend runs on. */
export interface WasmStart {
  /** Threads, the main one included. */
  readonly threads: number;
  /** Name and version of the native BLAS, if one was asked for. */
  readonly blas?: string;
}

/** What was asked for last; tfjs starts the backend with it whenever it starts it anew. */
let settings: { threads: number; blas?: BlasLibrary } | undefined;

/**
 * Makes wasm tfjs' backend and starts the kernel threads. A second call with another number of
 * threads, or another BLAS, exchanges the threads and keeps every tensor. Workers do not keep a
 * program alive. After `tf.engine().reset()` or a change of backends, `tf.setBackend("wasm")` starts
 * both again.
 *
 * @returns what it runs on
 * @throws RangeError if threads is not a whole number from 1 to 64
 * @throws Error if the BLAS asked for cannot be opened; it names the remedy
 * @throws Error if the runtime lacks what the threads need, if tfjs' .wasm file is not found, or if
 * the wasm backend was started before by someone else
 */
export async function startWasm(options: WasmOptions = {}): Promise<WasmStart> {
  const threads = options.threads ?? settings?.threads ?? defaultThreads();
  if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
    throw new RangeError(`threads must be a whole number from 1 to 64, got ${threads}`);
  }
  const blas = chooseBlas(options.blas);
  if (threads > 1 && typeof SharedArrayBuffer === "undefined") {
    throw new Error(
      "Threads need SharedArrayBuffer, which a page has only with the headers COOP and COEP; send " +
        "them, or use one thread",
    );
  }
  const running = tf.engine().registry.wasm;
  if (running && !sessionOf(running)) {
    throw new Error("tfjs' wasm backend is running already; call install before tf.setBackend");
  }
  await readBinary(); // tfjs would only say that its backend failed
  settings = { threads, blas };
  if (tf.findBackendFactory("wasm") !== startWithThreads) {
    if (tf.engine().backendNames().includes("wasm")) tf.removeBackend("wasm");
    tf.registerBackend("wasm", startWithThreads, PRIORITY);
  }
  failure = undefined;
  if (!await tf.setBackend("wasm")) {
    throw failure ?? new Error("tfjs could not start its wasm backend");
  }
  const session = sessionOf(tf.backend())!, { pool } = session;
  if (pool?.threads !== threads || pool.blas?.path !== blas?.path || pool.broken) {
    await takePool(session)?.stop();
    session.pool = await Pool.start(session.heap, threads, blas);
  }
  return { threads, blas: blas?.name };
}

/** Ends the threads and gives back their memory; tensors stay. The kernels need a new start. */
export async function stopWasm(): Promise<void> {
  const session = sessionOf(tf.engine().registry.wasm);
  if (session) await takePool(session)?.stop();
}

/** tfjs' priority for wasm: below webgpu, above cpu. */
const PRIORITY = 2;

/** Why the last start failed; tfjs keeps that to itself. */
let failure: unknown;

/** How tfjs starts its wasm backend from now on. */
async function startWithThreads(): Promise<tf.KernelBackend> {
  try {
    const backend = await startBackend();
    const heap = heapOf(backend);
    openSession(backend, heap, await Pool.start(heap, settings!.threads, settings!.blas));
    return backend as unknown as tf.KernelBackend;
  } catch (error) {
    failure = error;
    throw error;
  }
}

function heapOf({ wasm }: WasmBackend): Heap {
  return {
    memory: wasm.asm.memory,
    malloc: (bytes) => wasm._malloc(bytes),
    free: (address) => wasm._free(address),
  };
}

/** What was asked for; the one there is, if nothing was said. */
function chooseBlas(wanted: boolean | string | undefined): BlasLibrary | undefined {
  if (wanted === undefined) return settings?.blas;
  return wanted ? findBlas(wanted) : undefined;
}

function defaultThreads(): number {
  return typeof SharedArrayBuffer === "undefined" ? 1 : Math.min(8, navigator.hardwareConcurrency);
}
