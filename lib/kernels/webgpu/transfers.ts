/**
 * Uploads and read-backs past tfjs' own, both slow in Deno.
 *
 * @module
 */
import type { GpuBackend } from "./gpu_backend.ts";
import { PrivateBuffers } from "./private_buffers.ts";

/** Up to so many bytes tfjs' way is as good: a buffer that is mapped where it is made. */
const SMALL = 1024;

const USAGE = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

/** The upload and the read-back of a backend, replaced once. */
const replaced = new WeakSet<GpuBackend>();

/**
 * Replaces both on a backend; a second call does nothing.
 *
 * - Upload: tfjs writes into mapped memory, in Deno on an NVIDIA H200 at 20 MB/s (150 ms for 64 images
 *   of 64x64). `writeBuffer` takes a millisecond or two.
 * - Read-back: Deno's `mapAsync` waits for the device, then sleeps 10 ms. The buffer is mapped before
 *   the sleep, so its range is taken at once; where that fails, the promise is awaited as usual.
 */
export function replaceTransfers(backend: GpuBackend): void {
  if (replaced.has(backend)) return;
  replaced.add(backend);
  const stock = backend.uploadToGPU;
  backend.uploadToGPU = function (this: GpuBackend, id) {
    if (!upload(this, id)) stock.call(this, id);
  };
  const readers = new Map<number, GPUBuffer[]>();
  backend.getBufferData = (source) => readBack(backend, source, readers);
}

function upload(backend: GpuBackend, id: object): boolean {
  const data = backend.tensorMap.get(id), { values } = data;
  if (data.resource || data.dtype !== "float32") return false;
  if (!(values instanceof Float32Array) || values.byteLength <= SMALL) return false;
  // A recorded step keeps what it uploads: its own buffers know that from the mapping.
  if (backend.bufferManager instanceof PrivateBuffers) return false;
  // The pool's buffer may have readers that are recorded and not submitted: these come first.
  backend.endComputePassEncoder();
  if (backend.commandEncoder) backend.submitQueue();
  const buffer = backend.bufferManager.acquireBuffer(values.byteLength, USAGE());
  backend.queue.writeBuffer(buffer, 0, values as Float32Array<ArrayBuffer>);
  data.values = null;
  data.resource = buffer;
  return true;
}

/** Bytes of a buffer. Each size has its own staging buffers, none of them in use twice at a time. */
async function readBack(
  backend: GpuBackend,
  source: GPUBuffer,
  readers: Map<number, GPUBuffer[]>,
): Promise<ArrayBuffer> {
  const { size } = source;
  let free = readers.get(size);
  if (!free) readers.set(size, free = []);
  const known = free.pop();
  const staging = known ?? backend.device.createBuffer({
    size,
    usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
  });
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.commandEncoder!.copyBufferToBuffer(source, 0, staging, 0, size);
  backend.submitQueue();
  const mapped = staging.mapAsync(GPUMapMode.READ);
  // Deno ends itself if the range of a buffer is asked for that was never mapped to the end.
  let bytes = known && rangeOf(staging);
  if (bytes) {
    mapped.catch(() => {}); // unmapping before it settles may reject it
  } else {
    await mapped;
    bytes = staging.getMappedRange().slice(0);
  }
  staging.unmap();
  free.push(staging);
  return bytes;
}

function rangeOf(staging: GPUBuffer): ArrayBuffer | undefined {
  try {
    return staging.getMappedRange().slice(0);
  } catch {
    return undefined;
  }
}
