/**
 * A thread of the pool: a worker thread of Node's kind in Deno, which may end with its program; a Web
 * Worker in browsers, which have no other.
 *
 * @module
 */
import { bindSgemm } from "../blas/bind_sgemm.ts";

/** What a thread is given. */
export interface ThreadData {
  /** The kernels' module. */
  readonly compiled: WebAssembly.Module;
  /** The heap, shared. */
  readonly memory: WebAssembly.Memory;
  /** Address of the job. */
  readonly job: number;
  /** Which thread it is; 0 is main. */
  readonly thread: number;
  /** A native BLAS to open. */
  readonly blas?: string;
}

/** A thread that runs until the job tells it to stop. */
export interface Thread {
  /** Settles once it has left. */
  readonly exited: Promise<void>;
  /** Whether a program whose own work is done waits for it. */
  keepAlive(wait: boolean): void;
}

// It blocks inside work() for its whole life, so it never needs an event loop of its own.
const life = `
const live = ({ compiled, memory, job, thread, blas }, tell) => {
  const sgemm = blas && (${bindSgemm})(blas, memory);
  const imports = { env: { memory }, sgemm: { sgemm: sgemm ?? (() => {}) } };
  const kernels = new WebAssembly.Instance(compiled, imports).exports;
  tell("ready");
  try {
    kernels.work(job, thread);
  } catch {
    kernels.fail(job);
  }
};
`;

/** Starts a thread; resolves once it waits for work. */
export function startThread(data: ThreadData): Promise<Thread> {
  return typeof Deno === "undefined" ? startWebWorker(data) : startNodeWorker(data);
}

async function startNodeWorker(workerData: ThreadData): Promise<Thread> {
  const { Worker } = await import("node:worker_threads");
  const source = `${life}
const { parentPort, workerData } = require("node:worker_threads");
live(workerData, (word) => parentPort.postMessage(word));`;
  const worker = new Worker(source, { eval: true, workerData });
  const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  await new Promise<void>((resolve, reject) => {
    worker.once("message", () => resolve());
    worker.once("error", reject);
  });
  return { exited, keepAlive: (wait) => wait ? worker.ref() : worker.unref() };
}

async function startWebWorker(data: ThreadData): Promise<Thread> {
  const source = `${life}
onmessage = ({ data }) => {
  live(data, postMessage);
  postMessage("over");
  close();
};`;
  // A classic worker: one that is a module does not start from a page on disk.
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  const over = Promise.withResolvers<void>();
  await new Promise<void>((resolve, reject) => {
    worker.onmessage = ({ data }) => data === "over" ? over.resolve() : resolve();
    worker.onerror = (event) => reject(new Error(`A kernel thread failed: ${event.message}`));
    worker.postMessage(data);
  }).finally(() => URL.revokeObjectURL(address));
  return { exited: over.promise, keepAlive: () => {} };
}
