/**
 * A data set packed into one file: the decoded images one after the other, then what they are.
 *
 * Layout: records of size * size * 3 bytes (RGB); a JSON trailer; its length as uint32, little
 * endian; the 8 bytes `im2imPK1`. The trailer comes last because the number of good images is known
 * only then. A truncated file is then also noticed at once.
 *
 * Images are read one at a time through an open file, so a set may be larger than the memory.
 *
 * @module
 */
import type { DataSet, ImageSet, Skipped } from "./image_set.ts";
import { type Begun, type PackFile, temporaryPack } from "./pack_file.ts";

const MAGIC = new TextEncoder().encode("im2imPK1");
const FOOTER = 4 + MAGIC.length;
const WRITE_BUFFER = 1 << 20;

/** The two halves of a data set. */
export type Split = "train" | "heldOut";

/** Where the images of one domain lie in the file, counted in records. */
export interface Section {
  /** Number of the first record. */
  readonly first: number;
  /** How many there are. */
  readonly count: number;
}

/** What is known before the first image is packed. */
export interface PackHeader {
  /** Side of the images, in pixels. */
  readonly size: number;
  /** Names of the domains. */
  readonly domains: readonly string[];
  /** See {@linkcode DataSet.paired}. */
  readonly paired: boolean;
  /**
   * Changes whenever the images would differ. A fingerprint that `fill` returns is used in its
   * place.
   */
  readonly fingerprint: string;
}

/** What is known once the last image is packed. */
export interface PackTrailer extends PackHeader {
  /** Where the images of each domain lie. */
  readonly sections: Readonly<Record<Split, readonly Section[]>>;
  /** Files that were left out. */
  readonly skipped: readonly Skipped[];
}

/** Adds the images. It returns the fingerprint where that is not known earlier. */
export type Fill = (sink: PackSink) => void | string | Promise<void | string>;

/** What an earlier run has written. */
export interface BegunSections extends Begun {
  /** Counts an image of it, in place of adding it. */
  keep(split: Split, c: number): void;
}

/** Takes the images of a pack that is being written. */
export interface PackSink {
  /**
   * Appends an image. All images of one split and domain must follow each other.
   *
   * @param rgb size * size * 3 bytes
   * @throws TypeError if the length is wrong, or if a section is begun a second time
   */
  add(split: Split, c: number, rgb: Uint8Array): void;
  /** What an earlier run began, where it can be gone on with. */
  readonly begun?: BegunSections;
  /**
   * Makes the first images of a complete domain held-out ones, where their number is not known
   * earlier.
   *
   * @throws RangeError if it has fewer to train on, or held-out ones already
   */
  holdOut(c: number, count: number): void;
  /** Notes a file that was left out. */
  skip(file: string, reason: string): void;
}

/**
 * Writes a pack under another name until it is complete, so that a reader sees all of it or none.
 *
 * @param path of the pack; its folder must exist
 * @param header what is in it
 * @param fill adds the images
 * @param file that is written; one that is gone if it is given up, if left out
 * @throws whatever fill throws, or the error of the file system; the file is given up
 */
export async function writePack(
  path: string,
  header: PackHeader,
  fill: Fill,
  file: PackFile = temporaryPack(path),
): Promise<void> {
  try {
    const trailer = await fillSections((records) => file.write(records), header, fill, file.begun);
    file.finish(encodeTrailer(trailer));
  } catch (error) {
    file.abandon();
    throw error;
  }
}

/**
 * Gives the images of a pack away as they come, some records at a time.
 *
 * @param write takes whole records, of bytes that the next call overwrites; as many every time but the
 *   last
 * @param header what is in it
 * @param fill adds the images
 * @param begun what an earlier run has written
 * @returns where they lie, counted in records
 */
export async function fillSections(
  write: (records: Uint8Array) => void,
  header: PackHeader,
  fill: Fill,
  begun?: Begun,
): Promise<PackTrailer> {
  const { size, domains } = header;
  const record = size * size * 3;
  const empty = () => domains.map(() => ({ first: 0, count: 0 }));
  const sections = { train: empty(), heldOut: empty() };
  const skipped: Skipped[] = [];
  const buffer = new Uint8Array(Math.max(record, WRITE_BUFFER));
  let used = 0, records = 0;
  const flush = () => {
    if (!used) return;
    write(buffer.subarray(0, used));
    used = 0;
  };
  const count = (split: Split, c: number) => {
    const section = sections[split][c];
    if (section.count === 0) section.first = records;
    if (section.first + section.count !== records) {
      throw new TypeError(`Images of ${split} ${domains[c]} must be added in a row`);
    }
    section.count++;
    records++;
  };
  const fingerprint = await filled(fill, flush, {
    begun: begun && { ...begun, keep: count },
    add(split, c, rgb) {
      if (rgb.length !== record) {
        throw new TypeError(`An image must have ${record} bytes, got ${rgb.length}`);
      }
      count(split, c);
      if (used + record > buffer.length) flush();
      buffer.set(rgb, used);
      used += record;
    },
    holdOut(c, count) {
      const train = sections.train[c];
      if (sections.heldOut[c].count || count > train.count) {
        throw new RangeError(`${domains[c]} has no ${count} images that can be held out`);
      }
      sections.heldOut[c] = { first: train.first, count };
      sections.train[c] = { first: train.first + count, count: train.count - count };
    },
    skip: (file, reason) => skipped.push({ file, reason }),
  });
  flush();
  return { ...header, ...fingerprint && { fingerprint }, sections, skipped };
}

/** Fills; what another run can go on with is written also where this one is interrupted. */
async function filled(fill: Fill, flush: () => void, sink: PackSink): Promise<void | string> {
  try {
    return await fill(sink);
  } catch (error) {
    if (sink.begun) flush();
    throw error;
  }
}

function encodeTrailer(trailer: PackTrailer): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(trailer));
  const bytes = new Uint8Array(json.length + FOOTER);
  bytes.set(json);
  new DataView(bytes.buffer).setUint32(json.length, json.length, true);
  bytes.set(MAGIC, json.length + 4);
  return bytes;
}

/**
 * Opens a pack.
 *
 * @param path of the pack
 * @param spec what the data set calls itself
 * @param fingerprint what the pack must have been made from; anything if left out
 * @returns both splits; the caller closes them
 * @throws Deno.errors.NotFound if there is no such file, Error if it is truncated, foreign or made
 *   from something else
 */
export function openPack(path: string, spec: string, fingerprint?: string): DataSet {
  const file = Deno.openSync(path);
  let trailer: PackTrailer;
  try {
    trailer = readTrailer(file, path);
  } finally {
    file.close();
  }
  if (fingerprint !== undefined && trailer.fingerprint !== fingerprint) {
    throw new Error(`${path} was packed from other data; delete it to have it made again`);
  }
  return {
    spec,
    train: new PackedImages(path, trailer, "train"),
    heldOut: new PackedImages(path, trailer, "heldOut"),
    paired: trailer.paired,
    skipped: trailer.skipped,
    fingerprint: trailer.fingerprint,
    [Symbol.dispose]() {
      this.train.close();
      this.heldOut.close();
    },
  };
}

function readTrailer(file: Deno.FsFile, path: string): PackTrailer {
  const damaged = new Error(`${path} is not a complete pack; delete it to have it made again`);
  const length = file.statSync().size;
  if (length < FOOTER) throw damaged;
  const footer = readAt(file, length - FOOTER, new Uint8Array(FOOTER));
  if (!MAGIC.every((byte, i) => footer[4 + i] === byte)) throw damaged;
  const jsonLength = new DataView(footer.buffer).getUint32(0, true);
  if (jsonLength > length - FOOTER) throw damaged;
  const json = readAt(file, length - FOOTER - jsonLength, new Uint8Array(jsonLength));
  try {
    const trailer: PackTrailer = JSON.parse(new TextDecoder().decode(json));
    const sections = [...trailer.sections.train, ...trailer.sections.heldOut];
    const records = sections.reduce((sum, { count }) => sum + count, 0);
    if (records * trailer.size ** 2 * 3 === length - FOOTER - jsonLength) return trailer;
  } catch {
    // No JSON, or not of a pack.
  }
  throw damaged;
}

function readAt(file: Deno.FsFile, position: number, target: Uint8Array): Uint8Array {
  file.seekSync(position, Deno.SeekMode.Start);
  for (let done = 0; done < target.length;) {
    const got = file.readSync(target.subarray(done));
    if (got === null) throw new Error("A pack ended early: its file was changed while in use");
    done += got;
  }
  return target;
}

/** One split, read through a file that stays open. */
class PackedImages implements ImageSet {
  readonly size: number;
  readonly domains: readonly string[];
  readonly counts: readonly number[];
  readonly #file: Deno.FsFile;
  readonly #sections: readonly Section[];
  #open = true;

  constructor(path: string, trailer: PackTrailer, split: Split) {
    this.size = trailer.size;
    this.domains = trailer.domains;
    this.#sections = trailer.sections[split];
    this.counts = this.#sections.map(({ count }) => count);
    this.#file = Deno.openSync(path);
  }

  read(c: number, index: number, target: Uint8Array, offset = 0): void {
    if (!(index >= 0 && index < this.counts[c])) {
      throw new RangeError(`There is no image ${index} of domain ${c}`);
    }
    const record = this.size * this.size * 3;
    const position = (this.#sections[c].first + index) * record;
    readAt(this.#file, position, target.subarray(offset, offset + record));
  }

  close(): void {
    if (this.#open) this.#file.close();
    this.#open = false;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
