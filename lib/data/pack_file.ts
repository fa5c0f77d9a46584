/**
 * The file of a pack while it is being written: one that is gone if it is given up, and one that a later
 * run can go on with.
 *
 * @module
 */
import { type LockedFile, tryLockFile } from "../checkpoint/lock_file.ts";
import { type FileStamp, isUnchanged, settledTime } from "./file_content.ts";

/** Takes the bytes of a pack in order. */
export interface PackFile {
  /** What an earlier run did, where one can be gone on with. */
  readonly begun?: Begun;
  /**
   * Writes whole records.
   *
   * @throws Error that names the pack, where the disk takes no more
   */
  write(records: Uint8Array): void;
  /** Writes the end of the pack, and gives it its name. */
  finish(end: Uint8Array): void;
  /** Gives it up. */
  abandon(): void;
}

/** A file that was decoded. */
export interface DecodedBefore {
  /** By which it is recognised. */
  readonly stamp: FileStamp;
  /** Why there is no image of it, where there is none. */
  readonly reason?: string;
}

/** What was decoded by a run that was interrupted, and what this one decodes. */
export interface Begun {
  /**
   * What was decoded of the next file. Its image, where it has one, is in the pack already.
   *
   * @returns undefined if it was not, or has changed since; from then on all files are decoded anew
   */
  found(file: string): DecodedBefore | undefined;
  /** Notes a file that has been decoded, after its image has been added. */
  note(file: string, decoded: DecodedBefore): void;
}

/** Bytes that are written before they are sure to be on the disk, and may be counted on. */
const SURE_EVERY = 1 << 24;

/** A file of a name of its own, removed when it is given up or the process ends, unless it is killed. */
export function temporaryPack(path: string): PackFile {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  const file = Deno.openSync(temporary, { write: true, createNew: true });
  const remove = () => Deno.removeSync(temporary);
  globalThis.addEventListener("unload", remove);
  return {
    write: (bytes) => writeAll(file, path, bytes),
    finish(end) {
      writeAll(file, path, end);
      file.syncSync();
      file.close();
      Deno.renameSync(temporary, path);
      globalThis.removeEventListener("unload", remove);
    },
    abandon() {
      closeOnce(file);
      remove();
      globalThis.removeEventListener("unload", remove);
    },
  };
}

/** The names of what belongs to a pack that was begun. */
export const begunPaths = (path: string) => ({
  images: `${path}.begun`,
  files: `${path}.begun.jsonl`,
  lock: `${path}.begun.lock`,
});

/**
 * A file that stays where the work on it is interrupted, with a list of what was decoded into it. What
 * the list tells of is written to the disk before, so a process may be killed at any time; images that
 * were still in memory are missed by the file's length.
 *
 * @param path of the pack
 * @param record bytes of an image
 * @param signal by which the work is interrupted: given up for any other reason, nothing stays
 * @returns undefined while another process writes the same pack
 */
export function begunPack(
  path: string,
  record: number,
  signal?: AbortSignal,
): PackFile | undefined {
  const paths = begunPaths(path), lock = tryLockFile(paths.lock, `process ${Deno.pid}`);
  return lock && new BegunPack(path, paths, record, lock, signal);
}

/** A line of the list; without a time, its file is decoded anew. */
type Line = readonly [
  file: string,
  size: number,
  time: number | null,
  content: string,
  reason?: string,
];

class BegunPack implements PackFile {
  readonly #images: Deno.FsFile;
  readonly #list: Deno.FsFile;
  readonly #known: readonly Line[];
  /** Lines of files of which the images are not sure to be on the disk. */
  readonly #pending: string[] = [];
  #used = 0;
  #records = 0;
  #goesOn = true;
  #unsure = 0;

  constructor(
    readonly path: string,
    readonly paths: ReturnType<typeof begunPaths>,
    readonly record: number,
    readonly lock: LockedFile,
    readonly signal?: AbortSignal,
  ) {
    this.#known = readLines(paths.files);
    const options = { read: true, write: true, create: true };
    this.#images = Deno.openSync(paths.images, options);
    this.#list = Deno.openSync(paths.files, options);
  }

  readonly begun: Begun = {
    found: (file) => {
      if (!this.#goesOn) return undefined;
      const line = this.#known[this.#used];
      if (line && this.#holds(line, file)) {
        const [, size, time, content, reason] = line;
        this.#used++;
        if (reason === undefined) this.#records++;
        return { stamp: { size, time: time!, content }, ...reason !== undefined && { reason } };
      }
      this.#stopGoingOn();
    },
    note: (file, { stamp: { size, time, content }, reason }) => {
      const line: Line = [file, size, settledTime(time), content, reason];
      this.#pending.push(JSON.stringify(line) + "\n");
    },
  };

  /** Whether a line is of this file as it is now, and its image there. */
  #holds([name, size, time, , reason]: Line, file: string): boolean {
    const isThere = reason !== undefined ||
      (this.#records + 1) * this.record <= this.#images.statSync().size;
    return isThere && name === file && isUnchanged(file, size, time);
  }

  /** What is not gone on with is cut off. */
  #stopGoingOn(): void {
    if (!this.#goesOn) return;
    this.#goesOn = false;
    const lines = this.#known.slice(0, this.#used).map((line) => JSON.stringify(line) + "\n");
    const list = new TextEncoder().encode(lines.join(""));
    // Shorter first: what the list tells of must be in the images at any time.
    this.#list.truncateSync();
    writeAll(this.#list, this.path, list);
    this.#images.truncateSync(this.#records * this.record);
    this.#images.seekSync(0, Deno.SeekMode.End);
  }

  write(records: Uint8Array): void {
    this.#stopGoingOn();
    writeAll(this.#images, this.path, records);
    this.#unsure += records.length;
    if (this.#unsure >= SURE_EVERY) this.#makeSure();
  }

  /** Every image is written whose file has been noted. */
  #makeSure(): void {
    this.#images.syncDataSync();
    this.#unsure = 0;
    writeAll(this.#list, this.path, new TextEncoder().encode(this.#pending.splice(0).join("")));
  }

  finish(end: Uint8Array): void {
    this.#stopGoingOn();
    writeAll(this.#images, this.path, end);
    this.#images.syncSync();
    this.#close();
    Deno.renameSync(this.paths.images, this.path);
    Deno.removeSync(this.paths.files);
    this.lock[Symbol.dispose]();
  }

  abandon(): void {
    try {
      if (this.signal?.aborted) {
        this.#stopGoingOn();
        this.#makeSure();
        this.#close();
      } else {
        this.#close();
        for (const path of [this.paths.files, this.paths.images]) Deno.removeSync(path);
      }
    } finally {
      this.lock[Symbol.dispose]();
    }
  }

  #close(): void {
    closeOnce(this.#images);
    closeOnce(this.#list);
  }
}

/** The lines up to one that is not whole. */
function readLines(path: string): Line[] {
  const lines: Line[] = [];
  try {
    for (const text of Deno.readTextFileSync(path).split("\n")) {
      if (text) lines.push(readLine(text));
    }
  } catch {
    // There is none, or its last line was being written as the process was killed.
  }
  return lines;
}

function readLine(text: string): Line {
  const [file, size, time, content, reason] = JSON.parse(text);
  const isRight = typeof file === "string" && Number.isFinite(size) &&
    (time === null || Number.isFinite(time)) && typeof content === "string";
  if (!isRight) throw new TypeError("no line of a begun pack");
  return typeof reason === "string"
    ? [file, size, time, content, reason]
    : [file, size, time, content];
}

function closeOnce(file: Deno.FsFile): void {
  try {
    file.close();
  } catch {
    // It was closed before the rename failed.
  }
}

function writeAll(file: Deno.FsFile, path: string, bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
  } catch (cause) { // the system's message names no file
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(
      `Cannot write ${path}: ${reason}; make room, or choose another folder for packs (packDir; --packs of train, evaluate, translate)`,
      {
        cause,
      },
    );
  }
}
