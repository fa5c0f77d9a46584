/**
 * Files that come with an npm package, such as its WebAssembly.
 *
 * @module
 */

/** A file of a package. */
export interface Asset {
  /** The package with its version, as npm has it: `@resvg/resvg-wasm@2.6.2`. */
  readonly package: string;
  /** The file's path in the package. */
  readonly path: string;
}

/** Finds a file of a package: its bytes, or undefined if it has none of that name. */
export type AssetProvider = (asset: Asset) => Promise<Uint8Array<ArrayBuffer> | undefined>;

let provider: AssetProvider | undefined;

/**
 * Says where the files of packages are before they are looked for in the usual places: in a page, for
 * example, which may be one file that holds them all.
 *
 * @param find asked for each file that is read from now on; undefined for nobody
 */
export function provideAssets(find: AssetProvider | undefined): void {
  provider = find;
}

/**
 * Reads a file of a package: as {@linkcode provideAssets} says, from the package, or from beside the
 * program if that was bundled. It does so in workers too, and in browsers.
 *
 * @param asset which file
 * @returns its bytes
 * @throws Deno.errors.NotCapable if the permission is missing
 * @throws Error that says what to put where if there is no such file
 */
export async function readAsset(asset: Asset): Promise<Uint8Array<ArrayBuffer>> {
  const provided = await provider?.(asset);
  if (provided) return provided;
  for (const place of placesOf(asset)) {
    const bytes = await read(place);
    if (bytes) return bytes;
  }
  const name = asset.path.replace(/^.*\//, "");
  throw new Error(
    `${name} was not found; put the file from the package ${asset.package} beside the program`,
  );
}

/** In the package, beside the module that this was bundled into, beside the main module. */
function* placesOf({ package: name, path }: Asset): Generator<URL> {
  const file = path.replace(/^.*\//, "");
  try {
    const place = new URL(import.meta.resolve(`npm:${name}/${path}`));
    if (place.protocol !== "npm:") yield place; // a bundle has no packages
  } catch {
    // Nor has a browser.
  }
  for (const base of [import.meta.url, typeof Deno === "undefined" ? undefined : Deno.mainModule]) {
    if (base && !base.startsWith("blob:")) yield new URL(file, base);
  }
}

/** The file's bytes, or undefined if there is none. */
async function read(place: URL): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (place.protocol === "file:" && typeof Deno !== "undefined") {
    try {
      return await Deno.readFile(place);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw error;
    }
  }
  const answer = await fetch(place).catch(() => undefined);
  if (answer?.ok) return new Uint8Array(await answer.arrayBuffer());
}
