/**
 * Tensors and scratch memory on the heap of tfjs' wasm backend.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { Heap, Pool } from "./pool.ts";

/** The parts of tfjs' wasm backend that the kernels use. */
export interface WasmBackend {
  /** Where each tensor lies. */
  readonly dataIdMap: { get(id: tf.DataId): { memoryOffset: number } };
  /** tfjs' own module. */
  readonly wasm: WasmModule;
  /** A new tensor. */
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  /** Gives a tensor's memory back, unless it is used elsewhere; returns whether it did. */
  disposeData(id: tf.DataId, force?: boolean): boolean;
  /** A tensor's values. */
  readSync(id: tf.DataId, start?: number, end?: number): unknown;
}

/** tfjs' own module, as Emscripten wraps it. */
export interface WasmModule {
  /** Its exports. */
  readonly asm: {
    readonly memory: WebAssembly.Memory;
    malloc(bytes: number): number;
    free(address: number): void;
    __errno_location(): number;
    stackSave(): number;
    stackRestore(address: number): void;
  };
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** A backend that {@linkcode openSession} was called for, and what the kernels run with on it. */
export interface Session {
  /** The backend. */
  readonly backend: WasmBackend;
  /** Its memory. */
  readonly heap: Heap;
  /** Its threads; undefined between a stop and the next start. */
  pool: Pool | undefined;
  /** Scratch memory, by its use. */
  readonly blocks: Map<string, { address: number; bytes: number }>;
  /** What is kept with tensors: addresses, by tensor and use. */
  readonly kept: Map<tf.DataId, Map<string, number>>;
  /** Tensors that the kernel under way has made. */
  readonly made: tf.TensorInfo[];
}

const sessions = new WeakMap<object, Session>();
let current: Session | undefined;

/** Lets the kernels work on a backend whose memory is shared. */
export function openSession(backend: WasmBackend, heap: Heap, pool: Pool): void {
  const session = { backend, heap, pool, blocks: new Map(), kept: new Map(), made: [] };
  sessions.set(backend, session);
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (id, force) => {
    const isGone = disposeData(id, force);
    if (isGone) forgetIn(session, id);
    return isGone;
  };
}

/** What the kernels have on a backend; undefined if it is not one that we started. */
export function sessionOf(backend: unknown): Session | undefined {
  return sessions.get(backend as object);
}

/** Forgets a backend that tfjs disposes of; its threads end by themselves. */
export function closeSession(backend: unknown): void {
  sessionOf(backend)?.pool?.abandon();
  sessions.delete(backend as object);
}

/** Takes a session's threads away, and gives back the scratch memory and what was kept. */
export function takePool(session: Session): Pool | undefined {
  const { pool } = session;
  session.blocks.forEach(({ address }) => session.heap.free(address));
  session.blocks.clear();
  [...session.kept.keys()].forEach((id) => forgetIn(session, id));
  session.pool = undefined;
  return pool;
}

/**
 * Runs a kernel on a session. If it throws, the tensors that it had made are given back: a caller may
 * try again with less.
 */
export function runIn<T>(session: Session, kernel: () => T): T {
  current = session;
  try {
    const result = kernel();
    session.made.length = 0;
    return result;
  } catch (error) {
    for (const { dataId } of session.made.splice(0)) session.backend.disposeData(dataId);
    throw error;
  }
}

/** The threads to run routines on. */
export function pool(): Pool {
  if (!current?.pool) throw new Error("The wasm kernels are stopped; call install to start them");
  return current.pool;
}

/** Address of a tensor's first number. */
export function addressOf(tensor: tf.TensorInfo): number {
  return current!.backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

/** A new float32 tensor, its content undefined. */
export function outputTensor(shape: readonly number[]): tf.TensorInfo {
  const tensor = current!.backend.makeOutput([...shape], "float32");
  current!.made.push(tensor);
  return tensor;
}

/**
 * Address of at least so many bytes of scratch memory, on a multiple of 64. There is one block for
 * each use; it grows to the largest call and the next call with this use has it anew.
 */
export function scratch(use: string, bytes: number): number {
  const { blocks, heap } = current!;
  let block = blocks.get(use);
  if (!block || block.bytes < bytes) {
    if (block) heap.free(block.address);
    blocks.delete(use);
    // 64 to align, 64 that a wide load may touch beyond the end
    block = { address: heap.malloc(bytes + 128), bytes };
    blocks.set(use, block);
    // zeros() counts on it
    new Uint8Array(heap.memory.buffer, block.address, bytes + 128).fill(0);
  }
  return Math.ceil(block.address / 64) * 64;
}

/**
 * Address of numbers that follow from a tensor's, on a multiple of 64. They are written once and kept
 * until the tensor is disposed of, or {@linkcode forget} is told that its numbers have changed.
 *
 * @param tensor whose they are
 * @param use tells them from others of the same tensor
 * @param bytes how many
 * @param write writes them at an address
 */
export function keptWith(
  { dataId }: tf.TensorInfo,
  use: string,
  bytes: number,
  write: (address: number) => void,
): number {
  const { kept, heap } = current!, found = kept.get(dataId)?.get(use);
  const address = found ?? heap.malloc(bytes + 128), aligned = Math.ceil(address / 64) * 64;
  if (found !== undefined) return aligned;
  write(aligned);
  if (!kept.has(dataId)) kept.set(dataId, new Map());
  kept.get(dataId)!.set(use, address);
  return aligned;
}

/** Gives back what is kept with a tensor, since its numbers are about to change in place. */
export function forget({ dataId }: tf.TensorInfo): void {
  forgetIn(current!, dataId);
}

function forgetIn({ kept, heap }: Pick<Session, "kept" | "heap">, id: tf.DataId): void {
  kept.get(id)?.forEach((address) => heap.free(address));
  kept.delete(id);
}

/** Address of at least so many bytes of zeros. */
export function zeros(bytes: number): number {
  return scratch("zeros", bytes);
}

/** Writes integers at an address. */
export function writeInts(address: number, values: readonly number[]): void {
  new Int32Array(current!.heap.memory.buffer, address, values.length).set(values);
}

/** The numbers at an address; a view that is good until the next kernel. */
export function floatsAt(address: number, count: number): Float32Array {
  return new Float32Array(current!.heap.memory.buffer, address, count);
}
