/**
 * Device memory of a recorded step, apart from tfjs' pool: between replays no other tensor may get
 * hold of it.
 *
 * @module
 */
import type { BufferManager } from "./gpu_backend.ts";

/** Takes the place of tfjs' buffer manager while a step is recorded. */
export class PrivateBuffers implements BufferManager {
  /** Bytes in use, as tfjs counts them. */
  numBytesUsed: number = 0;
  /** Bytes held. */
  numBytesAllocated: number = 0;
  readonly #device: GPUDevice;
  readonly #all: GPUBuffer[] = [];
  readonly #free: Map<string, GPUBuffer[]> = new Map();
  readonly #live: Set<GPUBuffer> = new Set();
  readonly #constants: Set<GPUBuffer> = new Set();

  /** Starts with no memory. */
  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /**
   * A buffer that is free at this point of the step. One that the host fills, a uniform or an upload,
   * is always new and never free again: a replay does not fill it a second time.
   */
  acquireBuffer(size: number, usage: number, mappedAtCreation: boolean = false): GPUBuffer {
    const constant = mappedAtCreation || (usage & GPUBufferUsage.UNIFORM) !== 0;
    const found = constant ? undefined : this.#free.get(`${size} ${usage}`)?.pop();
    const buffer = found ?? this.#device.createBuffer({ size, usage, mappedAtCreation });
    if (!found) {
      this.#all.push(buffer);
      this.numBytesAllocated += size;
    }
    if (constant) this.#constants.add(buffer);
    else this.#live.add(buffer);
    return buffer;
  }

  /** Frees a buffer for the rest of the step. */
  releaseBuffer(buffer: GPUBuffer): void {
    if (this.#constants.has(buffer)) return;
    if (!this.#live.delete(buffer)) {
      throw new Error("A recorded step must not dispose of a tensor that it did not make");
    }
    const key = `${buffer.size} ${buffer.usage}`, free = this.#free.get(key);
    if (free) free.push(buffer);
    else this.#free.set(key, [buffer]);
  }

  /** Whether this is memory of the step. */
  has(buffer: GPUBuffer): boolean {
    return this.#live.has(buffer) || this.#constants.has(buffer) ||
      (this.#free.get(`${buffer.size} ${buffer.usage}`)?.includes(buffer) ?? false);
  }

  /** Buffers of tensors that are still there. */
  get live(): ReadonlySet<GPUBuffer> {
    return this.#live;
  }

  /** Frees everything. */
  dispose(): void {
    this.#all.forEach((buffer) => buffer.destroy());
  }
}
