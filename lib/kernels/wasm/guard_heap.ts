/**
 * Allocations that fail, on the heap of tfjs' wasm backend. tfjs looks at no answer of its malloc: a
 * tensor that found no room would lie at address 0, over the module's own data.
 *
 * @module
 */
import { OutOfMemoryError } from "../out_of_memory_error.ts";
import type { WasmBackend } from "./heap.ts";

/** What a heap can hold at most: 4 GiB less one page. */
export const HEAP_BYTES = 4294901760;

/** Kept for the small things that tfjs' module allocates as it goes: it traps if these find no room. */
const RESERVE = 16 * 2 ** 20;

/** C's errno for want of memory, as WASI numbers it. */
const ENOMEM = 48;

/** The functions that tfjs' module imports, as far as they matter here. */
export interface ModuleImports {
  /** Emscripten's. */
  readonly env: {
    /** Grows the memory to so many bytes, and returns 0 if it cannot. */
    emscripten_resize_heap(bytes: number): number | boolean;
    /** Ends the module. */
    abort(): void;
  };
}

/**
 * Makes every allocation that fails throw. The functions of the module's own code that allocate do so
 * through `emscripten_resize_heap`, unless the address overflows: then errno tells, which is looked at
 * before the next tensor is made or read.
 */
export class HeapGuard {
  #asked: number | undefined;
  #backend: WasmBackend | undefined;
  #errno: Int32Array | undefined;
  #stack = 0;

  /** The imports with those exchanged that see an allocation fail. */
  imports(imports: ModuleImports): ModuleImports {
    const { env } = imports;
    return {
      ...imports,
      env: {
        ...env,
        emscripten_resize_heap: (bytes) => {
          const grown = env.emscripten_resize_heap(bytes);
          if (!grown && this.#backend) throw this.#full((bytes >>> 0) - this.#held());
          return grown;
        },
        abort: () => {
          this.#check();
          env.abort();
        },
      },
    };
  }

  /** Watches a backend of the module that was given {@linkcode HeapGuard.imports}. */
  watch(backend: WasmBackend): void {
    const { wasm } = backend;
    this.#backend = backend;
    // Shared memory grows in place, so an address is good for ever.
    this.#errno = new Int32Array(wasm.asm.memory.buffer, wasm.asm.__errno_location(), 1);
    this.#stack = wasm.asm.stackSave();
    const { malloc, free } = wasm.asm;
    wasm._malloc = (bytes) => {
      this.#check();
      this.#asked = bytes;
      const address = bytes <= HEAP_BYTES ? malloc(bytes) >>> 0 : 0;
      if (address + bytes > HEAP_BYTES - RESERVE) free(address);
      else if (address) {
        this.#asked = undefined;
        return address;
      }
      throw this.#full(bytes);
    };
    const readSync = backend.readSync.bind(backend);
    backend.readSync = (...range) => {
      this.#check();
      return readSync(...range);
    };
  }

  #held(): number {
    return this.#backend!.wasm.asm.memory.buffer.byteLength;
  }

  #check(): void {
    if (this.#errno?.[0] === ENOMEM) throw this.#full();
  }

  #full(bytes?: number): OutOfMemoryError {
    const asked = this.#asked ?? bytes;
    this.#asked = undefined;
    this.#errno![0] = 0;
    // What the module was doing is given up, and with it its stack.
    this.#backend!.wasm.asm.stackRestore(this.#stack);
    return new OutOfMemoryError(
      `The wasm heap is full: ${
        asked === undefined ? "memory" : inWords(asked)
      } was asked for, and ` +
        `it holds ${inWords(this.#held())} of at most ${inWords(HEAP_BYTES)}`,
      "use a smaller batch, smaller images or a smaller gf, or the webgpu backend",
    );
  }
}

function inWords(bytes: number): string {
  const unit = bytes >= 2 ** 30 ? 2 ** 30 : 2 ** 20;
  return `${(bytes / unit).toFixed(1)} ${unit === 2 ** 30 ? "GiB" : "MiB"}`;
}
