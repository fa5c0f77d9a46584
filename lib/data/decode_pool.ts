/**
 * Decodes picture files on all cores.
 *
 * @module
 */

import type { DecodedFile } from "./read_picture.ts";

/** What a worker is asked. */
export interface Question {
  /** Comes back with the answer. */
  readonly id: number;
  /** Path of the picture. */
  readonly path: string;
  /** Side of the image, in pixels. */
  readonly size: number;
}

/** What a worker answers. */
export interface Answer {
  /** That of the question. */
  readonly id: number;
  /** What was read and decoded. */
  readonly file: DecodedFile;
}

/** Questions that each worker may hold, so that none waits for the next. */
const AHEAD = 4;

/** Threads that decode. {@linkcode DecodePool.close} ends them. */
export class DecodePool {
  readonly #workers: Worker[];
  readonly #waiting = new Map<number, PromiseWithResolvers<DecodedFile>>();
  #asked = 0;

  /**
   * Starts the threads.
   *
   * @param threads how many; as many as cores if left out, but at most 4 for memory
   */
  constructor(threads: number = Math.min(navigator.hardwareConcurrency, 4)) {
    this.#workers = Array.from({ length: threads }, () => {
      const worker = new Worker(new URL("./decode_worker.ts", import.meta.url), { type: "module" });
      worker.onmessage = ({ data: { id, file } }: MessageEvent<Answer>) => {
        this.#waiting.get(id)?.resolve(file);
        this.#waiting.delete(id);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        const error = new Error(`A decoding thread failed: ${event.message}`);
        for (const { reject } of this.#waiting.values()) reject(error);
      };
      return worker;
    });
  }

  /**
   * Reads and decodes files, a few ahead of the one that is taken.
   *
   * @param paths the files
   * @param size side of the images, in pixels
   * @yields in the order of the paths, the image or why there is none, and the file's stamp
   * @throws Error if a thread dies
   */
  async *decode(paths: readonly string[], size: number): AsyncGenerator<DecodedFile> {
    const ahead: Promise<DecodedFile>[] = [];
    for (const path of paths) {
      ahead.push(this.#ask(path, size));
      if (ahead.length >= AHEAD * this.#workers.length) yield await ahead.shift()!;
    }
    for (const file of ahead) yield await file;
  }

  #ask(path: string, size: number): Promise<DecodedFile> {
    const id = this.#asked++;
    const answer = Promise.withResolvers<DecodedFile>();
    answer.promise.catch(() => {}); // whoever awaits it sees the error; it may be rejected before
    this.#waiting.set(id, answer);
    this.#workers[id % this.#workers.length].postMessage({ id, path, size } satisfies Question);
    return answer.promise;
  }

  /** Ends the threads; what they had not answered is dropped. */
  close(): void {
    for (const worker of this.#workers) worker.terminate();
  }
}
