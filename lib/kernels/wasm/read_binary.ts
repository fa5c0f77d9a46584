/**
 * The file with tfjs' own WebAssembly.
 *
 * @module
 */

const BINARY = "tfjs-backend-wasm-simd.wasm";

let bytes: Promise<Uint8Array<ArrayBuffer>> | undefined;

/**
 * Reads tfjs' binary, once: from the npm package, or from beside the program if that was bundled.
 *
 * @throws Error if the file is not found
 */
export function readBinary(): Promise<Uint8Array<ArrayBuffer>> {
  return bytes ??= read().catch((error) => {
    bytes = undefined;
    throw error;
  });
}

async function read(): Promise<Uint8Array<ArrayBuffer>> {
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
