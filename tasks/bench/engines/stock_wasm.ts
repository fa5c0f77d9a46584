/**
 * tfjs' wasm backend as it comes.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";

const BINARY = "tfjs-backend-wasm-simd.wasm";

/**
 * Makes it tfjs' backend. In Deno tfjs would fetch its binary over the network, so its fetch is
 * given the file of the package.
 */
export async function startStockWasm(): Promise<void> {
  if (tf.getBackend() === "wasm") return;
  const binary = await Deno.readFile(binaryPath());
  const platform = tf.env().platform as unknown as { fetch: unknown };
  platform.fetch = () =>
    Promise.resolve({ ok: true, arrayBuffer: () => Promise.resolve(binary.buffer) });
  tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  setWasmPaths("./", true);
  if (!await tf.setBackend("wasm")) throw new Error("tfjs' wasm backend does not start");
}

function binaryPath(): URL {
  try {
    return new URL(
      import.meta.resolve(`npm:@tensorflow/tfjs-backend-wasm@4.22.0/wasm-out/${BINARY}`),
    );
  } catch {
    return new URL(BINARY, Deno.mainModule); // a bundle has no packages
  }
}
