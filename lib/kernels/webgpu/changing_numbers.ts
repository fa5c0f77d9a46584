/**
 * Numbers that a kernel gives the device anew at each step, as Adam's step size: what a replayed step
 * cannot take from its recording.
 *
 * @module
 */
import type { GpuBackend } from "./gpu_backend.ts";

/** One call of a kernel with such numbers. */
export interface ChangingNumbers {
  /** Names the kernel. */
  readonly key: string;
  /** Identity of the first tensor that the call overwrites. */
  readonly target: object;
  /** Where the device reads them. */
  readonly buffer: GPUBuffer;
  /** What they were in this call. */
  readonly numbers: readonly number[];
  /** What they are so many calls on the same target later; absent if the kernel cannot tell. */
  readonly later?: (calls: number) => readonly number[];
}

const observers = new WeakMap<GpuBackend, (call: ChangingNumbers) => void>();

/** Tells whoever watches the backend of a call. */
export function announceNumbers(backend: GpuBackend, call: ChangingNumbers): void {
  observers.get(backend)?.(call);
}

/** Collects what is announced during a function. */
export function watchNumbers<T>(
  backend: GpuBackend,
  run: () => T,
): { result: T; calls: ChangingNumbers[] } {
  const calls: ChangingNumbers[] = [];
  observers.set(backend, (call) => calls.push(call));
  try {
    return { result: run(), calls };
  } finally {
    observers.delete(backend);
  }
}
