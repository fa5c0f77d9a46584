/**
 * The engine: the library in a dedicated worker, which answers a page's calls. It fetches nothing: the
 * files of packages come from the page.
 *
 * @module
 */
import { provideAssets } from "../../read_asset.ts";
import type { EngineState } from "./engine_state.ts";
import { explore, findDirections, grid } from "./explore_calls.ts";
import type { Argument, CallName, EngineCalls, FromEngine, ToEngine } from "./messages.ts";
import { openModel, start } from "./model_calls.ts";
import { beginRun, loadRun, pause, saveModel, saveRun, train } from "./train_calls.ts";
import { encodePixels, setPicture, translate } from "./translate_calls.ts";

/** What a worker's global scope has. */
interface Scope {
  readonly name: string;
  readonly navigator: { readonly locks?: Locks };
  onmessage: (event: MessageEvent<ToEngine>) => void;
  postMessage(message: FromEngine, transfer?: Transferable[]): void;
}
/** The part of the Web Locks API that is used. */
interface Locks {
  request(name: string, hold: () => Promise<never>): Promise<never>;
}
const scope = globalThis as unknown as Scope;

/** What answers each call. */
const handlers: {
  readonly [N in CallName]: (
    state: EngineState,
    argument: Argument<N>,
  ) => ReturnType<EngineCalls[N]> | Promise<ReturnType<EngineCalls[N]>>;
} = {
  start,
  openModel,
  setPicture,
  translate,
  encodePng: encodePixels,
  findDirections,
  explore,
  grid,
  beginRun,
  loadRun,
  train,
  pause,
  saveRun,
  saveModel,
};

const state: EngineState = {
  pictures: new Map(),
  directions: new WeakMap(),
  tell: (notice) => scope.postMessage({ notice }, buffersIn(notice)),
};

// A worker that is closed, or that runs out of memory, says nothing; but its lock is given back.
scope.navigator.locks?.request(scope.name, () => {
  scope.postMessage({ holds: scope.name });
  return new Promise(() => {});
}).catch(() => {}); // a page on disk has no locks

const wanted = new Map<number, (bytes?: Uint8Array<ArrayBuffer>) => void>();

provideAssets((asset) =>
  new Promise((resolve) => {
    const number = wanted.size + 1;
    wanted.set(number, resolve);
    scope.postMessage({ wants: asset, asset: number });
  })
);

scope.onmessage = async ({ data }) => {
  if ("asset" in data) return wanted.get(data.asset)?.(data.bytes);
  const { id, call, argument } = data;
  try {
    const handle = handlers[call] as (state: EngineState, argument: unknown) => unknown;
    const value = await handle(state, argument);
    scope.postMessage({ id, value }, buffersIn(value));
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    scope.postMessage({ id, error: { name, message } });
  }
};

/** The memory of every array in an answer, which goes to the page instead of being copied. */
function buffersIn(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(buffersIn);
}
