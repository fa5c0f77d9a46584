/**
 * The file with tfjs' own WebAssembly.
 *
 * @module
 */
import { readAsset } from "../../read_asset.ts";

let bytes: Promise<Uint8Array<ArrayBuffer>> | undefined;

/**
 * Reads tfjs' binary, once: from the npm package, or from beside the program if that was bundled.
 *
 * @throws Error if the file is not found
 */
export function readBinary(): Promise<Uint8Array<ArrayBuffer>> {
  return bytes ??= readAsset({
    package: "@tensorflow/tfjs-backend-wasm@4.22.0",
    path: "wasm-out/tfjs-backend-wasm-simd.wasm",
  }).catch((error) => {
    bytes = undefined; // the next call tries again
    throw error;
  });
}
