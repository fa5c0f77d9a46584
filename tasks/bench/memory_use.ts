/**
 * What a process has needed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { StepRow } from "./bench_row.ts";

/** The memory columns of a row. */
export type MemoryUse = Pick<StepRow, "tensorMegabytes" | "heapMegabytes" | "processMegabytes">;

const megabytes = (bytes: number) => bytes / 2 ** 20;

/** Memory of this process, and of tfjs in it. */
export function tfjsMemory(): MemoryUse {
  return {
    tensorMegabytes: megabytes(tf.memory().numBytes),
    heapMegabytes: heapMegabytes(),
    processMegabytes: processMegabytes(),
  };
}

function heapMegabytes(): number | undefined {
  if (tf.getBackend() === "wasm") {
    const backend = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
    return megabytes(backend.wasm.HEAPU8.buffer.byteLength);
  }
  const { numBytesAllocatedInGPU } = tf.memory() as { numBytesAllocatedInGPU?: number };
  return numBytesAllocatedInGPU === undefined ? undefined : megabytes(numBytesAllocatedInGPU);
}

/** The most main memory that this process has held; where the system does not tell, what it holds. */
export function processMegabytes(): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(Deno.readTextFileSync("/proc/self/status")) ??
      [];
    if (kilobytes) return Number(kilobytes) / 1024;
  } catch {
    // Only Linux has that file.
  }
  return megabytes(Deno.memoryUsage().rss);
}
