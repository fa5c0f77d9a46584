/**
 * The thread that {@linkcode DecodePool} starts: answers each path with its picture and its stamp.
 *
 * @module
 */
import type { Answer, Question } from "./decode_pool.ts";
import { decodeFile } from "./read_picture.ts";

/** What a worker's global scope has and a program's has not. */
interface WorkerScope {
  onmessage: (event: MessageEvent<Question>) => void;
  postMessage(answer: Answer | "ready"): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.onmessage = async ({ data: { id, path, ...how } }) => {
  scope.postMessage({ id, file: await decodeFile(path, how) });
};
scope.postMessage("ready");
