/**
 * Starting tfjs' wasm backend on memory that threads can share, each time that tfjs asks for it.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { HeapGuard, type ModuleImports } from "./guard_heap.ts";
import type { WasmBackend } from "./heap.ts";
import { readBinary } from "./read_binary.ts";
import { shareMemory } from "./share_memory.ts";

/** tfjs' own way, which the import above has registered. */
const stock = tf.findBackendFactory("wasm");

/** Starts a backend, and does not make it tfjs' own. */
export async function startBackend(): Promise<WasmBackend> {
  const binary = shareMemory(await readBinary());
  const guard = new HeapGuard();
  // tfjs fetches its binary by address and takes no bytes, so its fetch is answered once from here.
  const fetch = () =>
    Promise.resolve({ ok: true, arrayBuffer: () => Promise.resolve(binary.buffer) });
  const { instantiate } = WebAssembly;
  const returnThem = [
    lend(tf.env().platform as object, "fetch", fetch),
    // Its loader, CommonJS, asks for its folder and never uses it; a bundle has no such name.
    lend(globalThis, "__dirname", "."),
    lend(WebAssembly, "instantiate", (bytes: BufferSource, imports: unknown) => {
      const own = bytes === binary.buffer;
      const given = own ? guard.imports(imports as ModuleImports) : imports;
      return instantiate(bytes, given as unknown as WebAssembly.Imports);
    }),
  ];
  try {
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    setWasmPaths("./", true);
    const backend = await stock!() as unknown as WasmBackend;
    guard.watch(backend);
    return backend;
  } finally {
    for (const giveBack of returnThem) giveBack();
  }
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
