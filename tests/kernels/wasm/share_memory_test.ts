import { assert, assertEquals, assertThrows } from "@std/assert";
import { shareMemory } from "../../../lib/kernels/wasm/share_memory.ts";

const header = [0, 97, 115, 109, 1, 0, 0, 0];
/** A module with an empty custom section, then one memory of 1 to 2 pages, exported as "m". */
const module = Uint8Array.from(
  [header, [0, 2, 1, 65], [5, 4, 1, 1, 1, 2], [7, 5, 1, 1, 109, 2, 0]].flat(),
);

Deno.test("the memory of the result is shared, and nothing else changes", () => {
  const memoryOf = (bytes: Uint8Array<ArrayBuffer>) =>
    new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.m as WebAssembly.Memory;
  assert(memoryOf(module).buffer instanceof ArrayBuffer);
  const shared = shareMemory(module);
  assert(memoryOf(shared).buffer instanceof SharedArrayBuffer);
  assertEquals(shared.filter((byte, i) => byte !== module[i]).length, 1);
});

Deno.test("a memory without a maximum, or none, is refused", () => {
  const open = Uint8Array.from([header, [5, 3, 1, 0, 1]].flat());
  assertThrows(() => shareMemory(open), TypeError, "no memory with a maximum");
  assertThrows(() => shareMemory(Uint8Array.from(header)), TypeError, "no memory with a maximum");
});
