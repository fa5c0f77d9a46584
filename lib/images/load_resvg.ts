/**
 * The SVG renderer resvg, started once for the whole process.
 *
 * @module
 */
import { initWasm } from "@resvg/resvg-wasm";

let ready: Promise<void> | undefined;

/** Loads resvg's WebAssembly out of its npm package; a second call waits for the first. */
export function loadResvg(): Promise<void> {
  ready ??= Deno.readFile(
    new URL(import.meta.resolve("npm:@resvg/resvg-wasm@2.6.2/index_bg.wasm")),
  ).then(initWasm);
  return ready;
}
