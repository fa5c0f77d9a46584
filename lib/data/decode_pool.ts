/**
 * Decodes picture files on all cores.
 *
 * @module
 */

import { type DecodedFile, decodeFile, type PictureShape } from "./read_picture.ts";

/** What a worker is asked. */
export interface Question extends PictureShape {
  /** Comes back with the answer. */
  readonly id: number;
  /** Path of the picture. */
  readonly path: string;
}

/** What a worker answers. */
export interface Answer {
  /** That of the question. */
  readonly id: number;
  /** What was read and decoded. */
  readonly file: DecodedFile;
}

/** Requests that each worker may hold, so that no worker waits for its next one. */
const AHEAD = 4;

/** Threads that decode, until it is disposed of. */
export class DecodePool implements Disposable {
  /**
   * Why pictures are decoded on the caller's thread. Threads cannot start in a bundle, which has no
   * file for them. Undefined where they have started.
   */
  readonly alone: Promise<string | undefined>;
  #workers: readonly Worker[] = [];
  readonly #waiting = new Map<number, PromiseWithResolvers<DecodedFile>>();
  #asked = 0;
  #closed = false;

  /**
   * Starts the threads.
   *
   * @param threads how many; as many as cores if left out, but at most 4 for memory
   * @param start starts one
   */
  constructor(
    threads: number = Math.min(navigator.hardwareConcurrency, 4),
    start: () => Promise<Worker> = startWorker,
  ) {
    this.alone = this.#start(threads, start);
  }

  async #start(threads: number, start: () => Promise<Worker>): Promise<string | undefined> {
    const results = await Promise.allSettled(Array.from({ length: threads }, start));
    const workers = results.flatMap((r) => r.status === "fulfilled" ? [r.value] : []);
    const failed = results.find((r) => r.status === "rejected");
    if (failed || this.#closed) {
      for (const worker of workers) worker.terminate();
      return failed && (failed.reason as Error).message;
    }
    for (const worker of workers) this.#listen(worker);
    this.#workers = workers;
  }

  #listen(worker: Worker): void {
    worker.onmessage = ({ data: { id, file } }: MessageEvent<Answer>) => {
      this.#waiting.get(id)?.resolve(file);
      this.#waiting.delete(id);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const error = new Error(`A decoding thread failed: ${event.message}`);
      for (const { reject } of this.#waiting.values()) reject(error);
    };
  }

  /**
   * Reads and decodes files, a few ahead of the one that is taken.
   *
   * @param paths the files
   * @param shape what each is made into
   * @yields in the order of the paths, the image or why there is none, and the file's stamp
   * @throws Error if a thread dies
   */
  async *decode(paths: readonly string[], shape: PictureShape): AsyncGenerator<DecodedFile> {
    if (await this.alone) {
      for (const path of paths) yield await decodeFile(path, shape);
      return;
    }
    const ahead: Promise<DecodedFile>[] = [];
    for (const path of paths) {
      ahead.push(this.#ask(path, shape));
      if (ahead.length >= AHEAD * this.#workers.length) yield await ahead.shift()!;
    }
    for (const file of ahead) yield await file;
  }

  #ask(path: string, shape: PictureShape): Promise<DecodedFile> {
    const id = this.#asked++;
    const answer = Promise.withResolvers<DecodedFile>();
    answer.promise.catch(() => {}); // whoever awaits it sees the error; it may be rejected before
    this.#waiting.set(id, answer);
    this.#workers[id % this.#workers.length].postMessage({ id, path, ...shape } satisfies Question);
    return answer.promise;
  }

  /** Ends the threads; what they had not answered is dropped. */
  [Symbol.dispose](): void {
    this.#closed = true;
    for (const worker of this.#workers) worker.terminate();
  }
}

/** Starts a thread; rejects if it cannot load its program. */
async function startWorker(): Promise<Worker> {
  const address = new URL("./decode_worker.ts", import.meta.url);
  // Deno would complain on stderr, beside the error, of a file that is not there.
  if (address.protocol === "file:" && await isMissing(address)) {
    throw new Error("this program was bundled, and a thread needs a file of its own");
  }
  const worker = new Worker(address, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = () => resolve(worker);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  });
}

const isMissing = (address: URL) =>
  Deno.stat(address).then(() => false, (error) => error instanceof Deno.errors.NotFound);
