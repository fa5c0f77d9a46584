import { assertMatch, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { averageOnHeap } from "../../lib/kernels/mpi/average_on_heap.ts";
import { findMpi } from "../../lib/kernels/mpi/library.ts";
import { assertClose } from "./compare.ts";

Deno.test("an MPI that is not there is an error with the remedy", () => {
  const { message } = assertThrows(() => findMpi("/none/libmpi.so"), Error);
  assertMatch(message, /^MPI \/none\/libmpi\.so was not found, or is no MPI; install MPICH/);
});

Deno.test("without the permission, the error names it", { permissions: { ffi: false } }, () => {
  assertThrows(() => findMpi(true), Error, "needs the permission --allow-ffi");
});

Deno.test("tensors are replaced by their mean in their own memory, summed as one array", {
  sanitizeOps: false,
  sanitizeResources: false,
}, async () => {
  await install("wasm", { threads: 1 });
  const tensors = [tf.tensor1d([1, 2, 3]), tf.scalar(4), tf.tensor2d([[5], [6]])];
  const twin = tensors[0].reshape([3, 1]); // of the same memory
  const calls: number[][] = [];
  // Stands for three processes, each with the same numbers but for 30 that one of them adds.
  averageOnHeap([...tensors, twin], 3, (address, count) => {
    const pointer = Deno.UnsafePointer.create(address)!;
    const bytes = Deno.UnsafePointerView.getArrayBuffer(pointer, 4 * count);
    const numbers = new Float32Array(bytes);
    calls.push([...numbers]);
    numbers.forEach((value, i) => numbers[i] = 3 * value + 30);
  });
  assertClose([Float32Array.from(calls[0])], [Float32Array.of(1, 2, 3, 4, 5, 6, 1, 2, 3)], 0);
  const after = await Promise.all(tensors.map((tensor) => tensor.data<"float32">()));
  const means = [[11, 12, 13], [14], [15, 16]].map((row) => Float32Array.from(row));
  assertClose(after.map((values) => Float32Array.from(values)), means, 1e-6);
  tf.dispose([tensors, twin]);
});

Deno.test("ranks on another backend than wasm are refused", async () => {
  await install("cpu");
  assertThrows(() => averageOnHeap([], 2, () => {}), Error, "Ranks work with the wasm backend");
});
