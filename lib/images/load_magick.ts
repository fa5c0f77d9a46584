/**
 * ImageMagick as WebAssembly. It starts when the first picture needs it, once for each thread.
 *
 * @module
 */

import { readAsset } from "../read_asset.ts";
import { RefusedPicture } from "./refused_picture.ts";

/** The library's module. */
export type Magick = typeof import("@imagemagick/magick-wasm");

/** Memory for the pixels of pictures, in bytes. WebAssembly can address twice that. */
const MEMORY = "2GiB";

/** Only these of its more than 200 readers run. None of them opens another file or address. */
const READERS = "{PNG,JPEG,GIF,WEBP,AVIF,HEIC,BMP,TIFF}";

/**
 * What ImageMagick may do. It may not use a disk in place of memory.
 *
 * Source: imagemagick.org, security policy.
 */
const POLICY = `<policymap>
  <policy domain="coder" rights="none" pattern="*"/>
  <policy domain="coder" rights="read" pattern="${READERS}"/>
  <policy domain="delegate" rights="none" pattern="*"/>
  <policy domain="filter" rights="none" pattern="*"/>
  <policy domain="resource" name="memory" value="${MEMORY}"/>
  <policy domain="resource" name="map" value="0"/>
  <policy domain="resource" name="disk" value="0"/>
  <policy domain="resource" name="area" value="${MEMORY}"/>
  <policy domain="resource" name="width" value="1MP"/>
  <policy domain="resource" name="height" value="1MP"/>
  <policy domain="resource" name="list-length" value="4"/>
</policymap>`;

let compiled: Promise<WebAssembly.Module> | undefined;
let started: Promise<Magick> | undefined;

/**
 * Starts ImageMagick. A later call returns what the first one started.
 *
 * It takes 0.2 s and 50 MB. The library is 15 MB of WebAssembly in the package's folder, for which
 * --allow-read is needed.
 *
 * @throws Deno.errors.NotCapable if that permission is missing, {@linkcode RefusedPicture} if the
 *   WebAssembly is not there
 */
export function loadMagick(): Promise<Magick> {
  started ??= start().catch((error) => {
    started = compiled = undefined; // the next call tries again
    throw error;
  });
  return started;
}

/** Whether ImageMagick runs. Another decoding may have ended it since it was awaited. */
export function isRunning({ ImageMagick }: Magick): boolean {
  try {
    return (ImageMagick as unknown as { _api: unknown })._api !== undefined;
  } catch {
    return false; // the library throws where it is not started
  }
}

/** Ends ImageMagick: the next {@linkcode loadMagick} starts it afresh, in a memory of its own. */
export function dropMagick({ ImageMagick }: Magick): void {
  started = undefined;
  (ImageMagick as unknown as { _api: unknown })._api = undefined;
}

async function start(): Promise<Magick> {
  const magick = await import("@imagemagick/magick-wasm");
  const { ConfigurationFiles, initializeImageMagick } = magick;
  compiled ??= readBinary().then((bytes) => WebAssembly.compile(bytes));
  const policy = { ...ConfigurationFiles.default.policy, data: POLICY };
  await initializeImageMagick(await compiled, {
    log: ConfigurationFiles.default.log,
    policy,
    *all() {
      yield this.log;
      yield policy;
    },
  });
  return magick;
}

/** Its WebAssembly: from the npm package, or from beside the program if that was bundled. */
async function readBinary(): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readAsset({ package: "@imagemagick/magick-wasm@0.0.43", path: "magick.wasm" });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new RefusedPicture(
      `ImageMagick, which reads this kind of picture, cannot be started (${reason})`,
    );
  }
}
