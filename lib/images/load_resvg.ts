/**
 * The SVG renderer resvg, started once for the whole process.
 *
 * @module
 */
import { initWasm } from "@resvg/resvg-wasm";

let ready: Promise<void> | undefined;

/** Starts resvg; a second call waits for the first. */
export function loadResvg(): Promise<void> {
  ready ??= readBinary().then(initWasm);
  return ready;
}

/** Its WebAssembly: from the npm package, or from beside the program if that was bundled. */
function readBinary(): Promise<Uint8Array<ArrayBuffer>> {
  let place = new URL(import.meta.resolve("npm:@resvg/resvg-wasm@2.6.2/index_bg.wasm"));
  // A bundle has no packages: there the address stays as it is.
  if (place.protocol !== "file:") place = new URL("index_bg.wasm", Deno.mainModule);
  return Deno.readFile(place);
}
