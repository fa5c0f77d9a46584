/**
 * Tensors and scratch memory on the heap of tfjs' wasm backend.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Heap, Pool } from "./pool.ts";

/** The parts of tfjs' wasm backend that the kernels use. */
export interface WasmBackend {
  /** Where each tensor lies. */
  readonly dataIdMap: { get(id: tf.DataId): { memoryOffset: number } };
  /** tfjs' own module. */
  readonly wasm: {
    asm: { memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  /** A new tensor. */
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

/** What the kernels work with while the backend runs. */
interface Session {
  readonly heap: Heap;
  readonly pool: Pool;
  /** Scratch memory, by its use. */
  readonly blocks: Map<string, { address: number; bytes: number }>;
}

let session: Session | undefined;

/** Makes pool the one that {@linkcode pool} returns; undefined gives back the scratch memory. */
export function usePool(heap: Heap, pool: Pool | undefined): void {
  session?.blocks.forEach((block) => session!.heap.free(block.address));
  session = pool && { heap, pool, blocks: new Map() };
}

function current(): Session {
  if (!session) throw new Error("The wasm kernels are stopped; call install to start them");
  return session;
}

/** The threads to run routines on. */
export function pool(): Pool {
  return current().pool;
}

/** Address of a tensor's first number. */
export function addressOf(tensor: tf.TensorInfo): number {
  return (tf.backend() as unknown as WasmBackend).dataIdMap.get(tensor.dataId).memoryOffset;
}

/** A new float32 tensor, its content undefined. */
export function outputTensor(shape: readonly number[]): tf.TensorInfo {
  return (tf.backend() as unknown as WasmBackend).makeOutput([...shape], "float32");
}

/**
 * Address of at least so many bytes of scratch memory, on a multiple of 64. There is one block for
 * each use; it grows to the largest call and the next call with this use has it anew.
 */
export function scratch(use: string, bytes: number): number {
  const { blocks, heap } = current();
  let block = blocks.get(use);
  if (!block || block.bytes < bytes) {
    if (block) heap.free(block.address);
    // 64 to align, 64 that a wide load may touch beyond the end
    block = { address: heap.malloc(bytes + 128), bytes };
    blocks.set(use, block);
    // zeros() counts on it
    new Uint8Array(heap.memory.buffer, block.address, bytes + 128).fill(0);
  }
  return Math.ceil(block.address / 64) * 64;
}

/** Address of at least so many bytes of zeros. */
export function zeros(bytes: number): number {
  return scratch("zeros", bytes);
}

/** Writes integers at an address. */
export function writeInts(address: number, values: readonly number[]): void {
  new Int32Array(current().heap.memory.buffer, address, values.length).set(values);
}
