import { assertEquals, assertThrows } from "@std/assert";
import type { KernelName } from "../../../lib/kernels/wasm/kernel_names.ts";
import { type Heap, Pool } from "../../../lib/kernels/wasm/pool.ts";

/** A heap that never reuses what was freed, and counts it. */
function testHeap(): Heap & { live: Set<number> } {
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 64, shared: true });
  const live = new Set<number>();
  let next = 1024;
  const malloc = (bytes: number) => {
    const address = next;
    next += bytes + 8 - bytes % 8;
    live.add(address);
    return address;
  };
  return { memory, malloc, free: (address) => live.delete(address), live };
}

/** target += 0.5 * (source - target) with one element a task, the smallest there is. */
function halve(pool: Pool, heap: Heap, elements: number): Float32Array {
  const target = heap.malloc(elements * 4), source = heap.malloc(elements * 4);
  const values = new Float32Array(heap.memory.buffer, target, elements).map((_, i) => i);
  new Float32Array(heap.memory.buffer, target, elements).set(values);
  pool.run("lerp", elements, [target, source, elements, 1, 0.5]);
  const result = new Float32Array(heap.memory.buffer, target, elements).slice();
  heap.free(target);
  heap.free(source);
  return result;
}

for (const threads of [1, 2, 5]) {
  Deno.test(`every task is done once, on ${threads} threads`, async () => {
    const heap = testHeap();
    const pool = await Pool.start(heap, threads);
    for (let round = 0; round < 50; round++) {
      assertEquals(halve(pool, heap, 500), Float32Array.from({ length: 500 }, (_, i) => i / 2));
    }
    await pool.stop();
    assertEquals(heap.live.size, 0, "stop gives back the memory");
  });
}

Deno.test("a pool whose threads have died can be stopped, and another one started", async () => {
  const heap = testHeap();
  const pool = await Pool.start(heap, 2);
  // A routine that does not exist ends in a trap on whichever thread takes it.
  assertThrows(() => pool.run("none" as KernelName, 1000, []));
  await pool.stop();
  const next = await Pool.start(heap, 2);
  assertEquals(halve(next, heap, 3), Float32Array.of(0, 0.5, 1));
  await next.stop();
});
