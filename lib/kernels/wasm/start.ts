/**
 * tfjs' wasm backend on memory that threads can share, with the kernel threads on it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { type BlasLibrary, findBlas } from "../blas/library.ts";
import { usePool, type WasmBackend } from "./heap.ts";
import { type Heap, Pool } from "./pool.ts";
import { shareMemory } from "./share_memory.ts";

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

const BINARY = "tfjs-backend-wasm-simd.wasm";

let heap: Heap | undefined;
let pool: Pool | undefined;

/**
 * Makes wasm tfjs' backend and starts the kernel threads. A second call with another number of
 * threads, or another BLAS, exchanges the threads and keeps every tensor. Workers do not keep a
 * program alive.
 *
 * @returns what it runs on
 * @throws RangeError if threads is not a whole number from 1 to 64
 * @throws Error if the BLAS asked for cannot be opened; it names the remedy
 * @throws Error if the runtime lacks what the threads need, if tfjs' .wasm file is not found, or if
 * the wasm backend was started before by someone else
 */
export async function startWasm(options: WasmOptions = {}): Promise<WasmStart> {
  const threads = options.threads ?? pool?.threads ?? defaultThreads();
  if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
    throw new RangeError(`threads must be a whole number from 1 to 64, got ${threads}`);
  }
  const blas = chooseBlas(options.blas);
  heap ??= await startBackend();
  await tf.setBackend("wasm");
  if (pool?.threads !== threads || pool.blas?.path !== blas?.path || pool.broken) {
    await stopWasm();
    pool = await Pool.start(heap, threads, blas);
    usePool(heap, pool);
  }
  return { threads, blas: blas?.name };
}

/** Ends the threads and gives back their memory; tensors stay. The kernels need a new start. */
export async function stopWasm(): Promise<void> {
  if (!heap || !pool) return;
  const ended = pool;
  pool = undefined;
  usePool(heap, undefined);
  await ended.stop();
}

/** What was asked for; the one there is, if nothing was said. */
function chooseBlas(wanted: boolean | string | undefined): BlasLibrary | undefined {
  if (wanted === undefined) return pool?.blas;
  return wanted ? findBlas(wanted) : undefined;
}

function defaultThreads(): number {
  return Math.min(8, navigator.hardwareConcurrency);
}

async function startBackend(): Promise<Heap> {
  if (typeof SharedArrayBuffer === "undefined") {
    throw new Error("This runtime has no SharedArrayBuffer; use the cpu or webgpu backend");
  }
  if (tf.engine().registry.wasm) {
    throw new Error("tfjs' wasm backend is running already; call install before tf.setBackend");
  }
  const binary = shareMemory(await readBinary());
  // tfjs fetches its binary by address and takes no bytes, so its fetch is answered once from here.
  const platform = tf.env().platform as object;
  const fetch = () =>
    Promise.resolve({ ok: true, arrayBuffer: () => Promise.resolve(binary.buffer) });
  const restoreFetch = lend(platform, "fetch", fetch);
  // Its loader, CommonJS, asks for its folder and never uses it; a bundle has no such name.
  const restoreFolder = lend(globalThis, "__dirname", ".");
  try {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    setWasmPaths("./", true);
    if (!await tf.setBackend("wasm")) throw new Error("tfjs could not start its wasm backend");
  } finally {
    restoreFetch();
    restoreFolder();
  }
  const { wasm } = tf.backend() as unknown as WasmBackend;
  return {
    memory: wasm.asm.memory,
    malloc: (bytes) => {
      const address = wasm._malloc(bytes) >>> 0;
      if (!address) {
        throw new RangeError(`The wasm heap has no ${bytes} bytes left; use less memory`);
      }
      return address;
    },
    free: (address) => wasm._free(address),
  };
}

/** Gives an object a property until the returned function is called. */
function lend(target: object, key: string, value: unknown): () => void {
  const before = Object.getOwnPropertyDescriptor(target, key);
  Object.defineProperty(target, key, { value, configurable: true, writable: true });
  return () => {
    if (before) Object.defineProperty(target, key, before);
    else Reflect.deleteProperty(target, key);
  };
}

/** Reads tfjs' binary: from the npm package, or from beside the program if that was bundled. */
async function readBinary(): Promise<Uint8Array<ArrayBuffer>> {
  const places: URL[] = [];
  try {
    places.push(
      new URL(
        import.meta.resolve(`npm:@tensorflow/tfjs-backend-wasm@4.22.0/wasm-out/${BINARY}`),
      ),
    );
  } catch {
    // A bundle has no packages.
  }
  places.push(new URL(BINARY, Deno.mainModule));
  for (const place of places) {
    try {
      return await Deno.readFile(place);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound) && place.protocol === "file:") throw error;
    }
  }
  throw new Error(
    `${BINARY} was not found; put the file from the package @tensorflow/tfjs-backend-wasm ` +
      "beside the program",
  );
}
