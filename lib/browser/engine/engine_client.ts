/**
 * The page's side of an engine: calls as promises.
 *
 * @module
 */
import type { Asset } from "../../read_asset.ts";
import type { Answer, Argument, CallName, FromEngine, Notice, ToEngine } from "./messages.ts";

/** What of a worker is used. */
export interface EngineWorker {
  /** Told what the engine says. */
  onmessage: ((event: MessageEvent) => void) | null;
  /** Told of an error that nothing caught. */
  onerror: ((event: ErrorEvent) => void) | null;
  /** Tells the engine. */
  postMessage(message: unknown, transfer?: Transferable[]): void;
  /** Ends it at once. */
  terminate(): void;
}

/** What a client is given beside its worker. */
export interface EngineListeners {
  /** Told what happens on the way. */
  readonly onNotice?: (notice: Notice) => void;
  /** Told, once, why the engine answers no more. */
  readonly onEnd?: (reason: string) => void;
  /** Gives a file of a package; undefined if there is none. */
  readonly readAsset?: (asset: Asset) => Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** The part of the Web Locks API that is used. */
interface Locks {
  request(name: string, taken: () => void): Promise<void>;
}

/** The engine answers no more; what it held is gone. */
export class EngineEndedError extends Error {
  /** Creates the error. */
  constructor(reason: string) {
    super(reason);
    this.name = "EngineEndedError";
  }
}

/** Calls an engine that runs in a worker. */
export class EngineClient {
  readonly #worker: EngineWorker;
  readonly #listeners: EngineListeners;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #calls = 0;
  #ended: string | undefined;

  /**
   * Takes a worker over.
   *
   * @param worker runs engine_worker.ts
   * @param listeners who is told
   */
  constructor(worker: EngineWorker, listeners: EngineListeners = {}) {
    this.#worker = worker;
    this.#listeners = listeners;
    worker.onmessage = ({ data }: MessageEvent<FromEngine>) => this.#take(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.end(`The engine stopped: ${event.message || "its worker could not start"}`);
    };
  }

  /**
   * Calls the engine.
   *
   * @param call which of its calls
   * @param argument what the call takes
   * @returns what it answers
   * @throws EngineEndedError if the engine stopped; else an error with the engine's sentence
   */
  call<N extends CallName>(call: N, argument: Argument<N>): Promise<Answer<N>> {
    if (this.#ended) return Promise.reject(new EngineEndedError(this.#ended));
    const id = ++this.#calls, answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answer);
    this.#worker.postMessage({ id, call, argument } as ToEngine);
    return answer.promise as Promise<Answer<N>>;
  }

  /**
   * Ends the engine; calls that it has not answered are rejected.
   *
   * @param reason one sentence for people
   */
  end(reason: string): void {
    if (this.#ended) return;
    this.#ended = reason;
    this.#worker.terminate();
    for (const { reject } of this.#waiting.values()) reject(new EngineEndedError(reason));
    this.#waiting.clear();
    this.#listeners.onEnd?.(reason);
  }

  /** Ends the client once the engine has given back its lock, which it does only by ending. */
  #watch(name: string): void {
    const { locks } = navigator as unknown as { locks?: Locks };
    locks?.request(name, () => this.end("The engine stopped: its worker was closed"))
      .catch(() => {});
  }

  async #take(message: FromEngine): Promise<void> {
    if ("notice" in message) return this.#listeners.onNotice?.(message.notice);
    if ("holds" in message) return this.#watch(message.holds);
    if ("wants" in message) {
      const { asset, wants } = message;
      const bytes = await this.#listeners.readAsset?.(wants).catch(() => undefined);
      return this.#worker.postMessage({ asset, bytes } satisfies ToEngine);
    }
    const answer = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (!("error" in message)) return answer?.resolve(message.value);
    const { name, message: text } = message.error;
    answer?.reject(Object.assign(new Error(text), { name }));
  }
}
