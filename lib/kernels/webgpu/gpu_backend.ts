/**
 * What the kernels need of tfjs' WebGPU backend. Most of it is private there; the backend has been
 * frozen since 2024, and this file is the only place that knows its insides.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";

/** A tensor as the backend keeps it. */
interface TensorData {
  /** What its memory holds; a cast to float32 leaves that as it was. */
  readonly dtype: tf.DataType;
  /** Its values in host memory; set by tfjs when a tensor is made from an array or has been read. */
  values: unknown;
  /** Its memory on the device, once it has some. */
  resource?: GPUBuffer;
  /** Whether that memory is not the pool's: tfjs then leaves it alone. */
  external?: boolean;
}

/** Where the backend's memory comes from: tfjs' pool of buffers by size. */
export interface BufferManager {
  /** Bytes of tensors that are alive. */
  readonly numBytesUsed: number;
  /** Bytes held. */
  readonly numBytesAllocated: number;
  acquireBuffer(size: number, usage: number, mappedAtCreation?: boolean): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer): void;
}

/** tfjs' WebGPUBackend, private members included. */
export interface GpuBackend {
  readonly device: GPUDevice;
  readonly queue: GPUQueue;
  readonly tensorMap: { get(id: tf.DataId): TensorData };
  bufferManager: BufferManager;
  /** Tensors that recorded commands use; tfjs keeps their memory until these are submitted. */
  commandQueueOwnedIds: { add(id: tf.DataId): unknown; has(id: tf.DataId): boolean };
  readonly uniformPendingDisposal: GPUBuffer[];
  readonly activeTimers?: { name: string; query: Promise<number> }[];
  readonly supportTimestampQuery: boolean;
  readonly querySetCount: number;
  querySet: GPUQuerySet | null;
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  dispatchCountInPass: number;
  convertAndCacheOnCPU(id: tf.DataId, values: unknown): unknown;
  uploadToGPU(id: tf.DataId): void;
  getBufferData(buffer: GPUBuffer): Promise<ArrayBuffer>;
  ensureCommandEncoderReady(): void;
  endComputePassEncoder(): void;
  submitQueue(): void;
  getQueryTime(): Promise<number>;
  incRef(id: tf.DataId): void;
  disposeData(id: tf.DataId): boolean;
  makeTensorInfo(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

/** A new float32 tensor on the device; its memory holds whatever was there before. */
export function emptyTensor(backend: GpuBackend, shape: readonly number[]): tf.TensorInfo {
  return backend.makeTensorInfo([...shape], "float32");
}

/** The same values under another shape (or the same one), without a copy; counts as one owner more. */
export function sharedTensor(
  backend: GpuBackend,
  tensor: tf.TensorInfo,
  shape: readonly number[] = tensor.shape,
): tf.TensorInfo {
  backend.incRef(tensor.dataId);
  return { dataId: tensor.dataId, shape: [...shape], dtype: tensor.dtype };
}

/** A tensor's memory on the device, uploaded first if its values are still on the host. */
export function bufferOf(backend: GpuBackend, tensor: tf.TensorInfo): GPUBuffer {
  const data = backend.tensorMap.get(tensor.dataId);
  if (!data.resource) backend.uploadToGPU(tensor.dataId);
  return data.resource!;
}

/**
 * A uniform buffer with these numbers, for the dispatches recorded next. Give it back with
 * {@linkcode releaseUniform} after the last of them has been recorded, not before: each may submit
 * what there is, and the next owner's `writeBuffer` would overtake those that come after.
 */
export function uniformBuffer(backend: GpuBackend, values: Float32Array<ArrayBuffer>): GPUBuffer {
  const usage = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
  const buffer = backend.bufferManager.acquireBuffer(values.byteLength, usage);
  backend.queue.writeBuffer(buffer, 0, values);
  return buffer;
}

/** Gives a uniform buffer to the backend's pool, once what is recorded has been submitted. */
export function releaseUniform(backend: GpuBackend, buffer: GPUBuffer): void {
  backend.uniformPendingDisposal.push(buffer);
}

/**
 * Makes the backend forget host copies of a tensor that a kernel is about to overwrite in place.
 * tfjs keeps what it has read for the next read, which is right only for tensors that never change;
 * a read may also be under way, so the keeping itself is turned off.
 */
export function forgetHostCopy(backend: GpuBackend, tensor: tf.TensorInfo): void {
  bufferOf(backend, tensor); // the host's values may be the only ones: upload them first
  backend.tensorMap.get(tensor.dataId).values = null;
  backend.convertAndCacheOnCPU = (_id, values) => values;
}
