/**
 * Starting the engine's worker.
 *
 * @module
 */
/// <reference lib="dom" />
import { EngineClient, type EngineListeners } from "../engine/engine_client.ts";
import { readPageFile } from "./page_files.ts";

/** The engine's program, built beside the page. */
const PROGRAM = "engine.js";

/**
 * Starts a worker with the engine. It is made of a Blob, so that it is under the page's own content
 * security policy whatever headers a host sends, and so that it starts from a page on disk.
 *
 * @param listeners who is told
 */
export async function startEngine(listeners: EngineListeners): Promise<EngineClient> {
  const program = new Blob([await readPageFile(PROGRAM)], { type: "text/javascript" });
  const address = URL.createObjectURL(program);
  // Its name is that of its lock: two pages of one origin must not share it.
  const worker = new Worker(address, { name: `im2im engine ${crypto.randomUUID()}` });
  const client = new EngineClient(worker, {
    ...listeners,
    readAsset: ({ path }) => readPageFile(path.replace(/^.*\//, "")),
  });
  setTimeout(() => URL.revokeObjectURL(address), 10_000); // once it has surely been loaded
  return client;
}
