/**
 * Means over processes, on the heap of the wasm backend.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { addressOf, forget, runIn, scratch, sessionOf } from "../wasm/heap.ts";

/**
 * Replaces tensors by their mean over all processes. They are summed as one array: a message for each
 * would cost the network's delay as often.
 *
 * @param tensors float32; two may share their memory
 * @param size number of processes
 * @param sum replaces numbers at an address by their sums over all processes
 * @throws Error if tfjs' backend is not the wasm backend that we start
 */
export function averageOnHeap(
  tensors: readonly tf.Tensor[],
  size: number,
  sum: (address: bigint, count: number) => void,
): void {
  const session = sessionOf(tf.backend());
  if (!session) throw new Error('Ranks work with the wasm backend: call install("wasm") first');
  const count = tensors.reduce((total, tensor) => total + tensor.size, 0);
  runIn(session, () => {
    const address = scratch("over ranks", 4 * count);
    const { buffer } = session.heap.memory; // after scratch, which may let it grow
    const all = new Float32Array(buffer, address, count);
    const places = tensors.map((tensor) =>
      new Float32Array(buffer, addressOf(tensor), tensor.size)
    );
    let start = 0;
    for (const place of places) {
      all.set(place, start);
      start += place.length;
    }
    sum(BigInt(Deno.UnsafePointer.value(Deno.UnsafePointer.of(all))), count);
    const share = 1 / size;
    for (let i = 0; i < count; i++) all[i] *= share;
    start = 0;
    tensors.forEach(forget);
    for (const place of places) place.set(all.subarray(start, start += place.length));
  });
}
