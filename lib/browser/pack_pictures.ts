/**
 * Pictures that were chosen in the browser, as a data set.
 *
 * @module
 */
import type { DataSet } from "../data/image_set.ts";
import { packInMemory } from "../data/memory_pack.ts";
import { packingOrder } from "../data/packing_order.ts";
import { cropToSquare } from "../images/crop.ts";
import { decodePicture } from "./decode_picture.ts";

/** The pictures of one domain. */
export interface PictureFolder {
  /** Name of the domain. */
  readonly domain: string;
  /** Its files; their names decide, with the seed, which are held out. */
  readonly files: readonly File[];
}

/** How pictures are packed. */
export interface PackPicturesOptions {
  /** Side of the images, in pixels. */
  readonly size: number;
  /** Share of each domain's pictures that is held out; at least one is, and at least one is not. */
  readonly heldOut: number;
  /** Seed of the split. */
  readonly seed: number;
  /** Told how many of how many files are done, now and then. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborted to stop. */
  readonly signal?: AbortSignal;
}

/**
 * Decodes pictures, crops them to their centre square and packs them into memory. The split is that of
 * `openData` on a folder of the same files. A file that is no picture is left out and listed.
 *
 * @param folders the files of each domain; hidden ones are passed over
 * @param options size and split
 * @returns both splits; dispose of them to give their memory back
 * @throws RangeError if there are not two domains of different names, or one has fewer than two good
 *   pictures; the signal's reason if it is aborted
 */
export function packPictures(
  folders: readonly PictureFolder[],
  { size, heldOut, seed, onProgress, signal }: PackPicturesOptions,
): Promise<DataSet> {
  const domains = folders.map(({ domain }) => domain.normalize("NFC"));
  if (domains.length < 2 || new Set(domains).size < domains.length) {
    throw new RangeError(
      `Training needs two folders of different names, got ${
        domains.join(", ") || "none"
      }: choose ` +
        "one folder of pictures for each domain",
    );
  }
  const header = { size, domains, paired: false, fingerprint: "" };
  return packInMemory(domains.join(", "), header, async (sink) => {
    const files = folders.map(({ files }) => files.filter(({ name }) => !name.startsWith(".")));
    const total = files.reduce((sum, { length }) => sum + length, 0);
    let done = 0;
    for (const [c, ofDomain] of files.entries()) {
      const byName = new Map(ofDomain.map((file) => [file.name.normalize("NFC"), file]));
      const names = [...byName.keys()].map((name) => ({ path: name, name }));
      let good = 0, last = "";
      for (const { name } of packingOrder(names, seed)) {
        signal?.throwIfAborted();
        const image = await squareOf(byName.get(name)!, size);
        if (typeof image === "string") sink.skip(`${domains[c]}/${name}`, last = image);
        else {
          sink.add("train", c, image);
          good++;
        }
        if (++done % 20 === 0 || done === total) onProgress?.(done, total);
      }
      if (good < 2) throw new RangeError(tooFew(domains[c], good, ofDomain.length, last));
      sink.holdOut(c, Math.max(1, Math.min(good - 1, Math.round(heldOut * good))));
    }
  });
}

/** size * size * 3 bytes, or one sentence on why there are none. */
async function squareOf(file: File, size: number): Promise<Uint8Array | string> {
  try {
    return cropToSquare(await decodePicture(file), size);
  } catch (error) {
    return (error as Error).message;
  }
}

function tooFew(domain: string, good: number, files: number, reason: string): string {
  return `The folder ${domain} has ${good} usable pictures of ${files} files; add pictures, at ` +
    `least one to train on and one to hold out${reason && ` (${reason})`}`;
}
