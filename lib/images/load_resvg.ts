/**
 * The SVG renderer resvg, started once for the whole process.
 *
 * @module
 */
import { initWasm } from "@resvg/resvg-wasm";

const BINARY = "index_bg.wasm";

let ready: Promise<void> | undefined;

/** Starts resvg; a second call waits for the first. */
export function loadResvg(): Promise<void> {
  ready ??= readBinary().then(initWasm);
  return ready;
}

/** Its WebAssembly: from the npm package, or from beside the program if that was bundled. */
function readBinary(): Promise<Uint8Array<ArrayBuffer>> {
  const packaged = `npm:@resvg/resvg-wasm@2.6.2/${BINARY}`;
  let place: URL;
  try {
    place = new URL(import.meta.resolve(packaged));
  } catch {
    // A bundle has no packages.
    place = new URL(BINARY, Deno.mainModule);
  }
  return Deno.readFile(place);
}
