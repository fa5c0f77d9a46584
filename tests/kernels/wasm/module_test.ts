import { assert, assertEquals, assertLess } from "@std/assert";
import { kernelModule } from "../../../lib/kernels/wasm/module.wasm.ts";
import { kernelNames } from "../../../lib/kernels/wasm/kernel_names.ts";
import { compileKernels, embed } from "../../../tasks/build_kernels.ts";

const binary = Uint8Array.from(atob(kernelModule), (c) => c.charCodeAt(0));

Deno.test("the embedded module is what its source compiles to", async () => {
  const built = await compileKernels();
  assertEquals(built.length, binary.length, "run tasks/build_kernels.ts");
  assert(built.every((byte, i) => byte === binary[i]), "run tasks/build_kernels.ts");
  const file = new URL("../../../lib/kernels/wasm/module.wasm.ts", import.meta.url);
  assertEquals(await Deno.readTextFile(file), embed(built));
});

Deno.test("the module has no data of its own, since it lives on tfjs' heap", () => {
  const sections = new Set<number>();
  let at = 8;
  while (at < binary.length) {
    sections.add(binary[at++]);
    let length = 0, shift = 0, byte;
    do {
      byte = binary[at++];
      length += (byte & 127) * 2 ** shift;
      shift += 7;
    } while (byte & 128);
    at += length;
  }
  assert(sections.has(10), "code");
  assert(!sections.has(11), "data");
  assertLess(binary.length, 60_000);
});

Deno.test("it imports the memory, and the product of a BLAS", () => {
  const module = new WebAssembly.Module(binary);
  assertEquals(WebAssembly.Module.imports(module), [{
    module: "sgemm",
    name: "sgemm",
    kind: "function",
  }, {
    module: "env",
    name: "memory",
    kind: "memory",
  }]);
});

Deno.test("routines have the same numbers on both sides", async () => {
  const file = new URL("../../../lib/kernels/wasm/assembly/kernels.ts", import.meta.url);
  const source = await Deno.readTextFile(file);
  const cases = [...source.matchAll(/case (\d+):\s*return (\w+)\(/g)];
  assertEquals(cases.map(([, number]) => Number(number)), kernelNames.map((_, i) => i));
  assertEquals(cases.map(([, , name]) => name), [...kernelNames]);
});
