/**
 * A data set packed into memory, where there is no file system or nothing shall be written.
 *
 * @module
 */
import type { DataSet, ImageSet } from "./image_set.ts";
import { type Fill, fillSections, type PackHeader, type PackTrailer, type Split } from "./pack.ts";

/**
 * Packs images into memory: one byte for each channel of a pixel.
 *
 * @param spec what the data set calls itself
 * @param header what is in it
 * @param fill adds the images
 * @returns both splits; dispose of them to give their memory back
 * @throws whatever fill throws
 */
export async function packInMemory(
  spec: string,
  header: PackHeader,
  fill: Fill,
): Promise<DataSet> {
  const chunks: Uint8Array[] = [];
  const trailer = await fillSections((records) => chunks.push(records.slice()), header, fill);
  const train = new ImagesInMemory(chunks, trailer, "train");
  const heldOut = new ImagesInMemory(chunks, trailer, "heldOut");
  return {
    spec,
    train,
    heldOut,
    paired: trailer.paired,
    skipped: trailer.skipped,
    fingerprint: trailer.fingerprint,
    [Symbol.dispose]() {
      train.close();
      heldOut.close();
    },
  };
}

/** One split. */
class ImagesInMemory implements ImageSet {
  readonly size: number;
  readonly domains: readonly string[];
  readonly counts: readonly number[];
  readonly #firsts: readonly number[];
  #chunks: readonly Uint8Array[];

  constructor(chunks: readonly Uint8Array[], trailer: PackTrailer, split: Split) {
    const sections = trailer.sections[split];
    this.size = trailer.size;
    this.domains = trailer.domains;
    this.counts = sections.map(({ count }) => count);
    this.#firsts = sections.map(({ first }) => first);
    this.#chunks = chunks;
  }

  read(c: number, index: number, target: Uint8Array, offset = 0): void {
    if (!(index >= 0 && index < this.counts[c])) {
      throw new RangeError(`There is no image ${index} of domain ${c}`);
    }
    if (!this.#chunks.length) throw new Error("The data set is closed; open it again");
    const record = this.size * this.size * 3;
    const inChunk = this.#chunks[0].length / record; // in every one but the last
    const place = this.#firsts[c] + index;
    const from = (place % inChunk) * record;
    target.set(this.#chunks[Math.floor(place / inChunk)].subarray(from, from + record), offset);
  }

  close(): void {
    this.#chunks = [];
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
