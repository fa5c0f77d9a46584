import * as tf from "@tensorflow/tfjs";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import {
  backendLine,
  selectBackend,
  type WantedBackend,
} from "../../lib/backend/select_backend.ts";

/** Runs with WebGPU offering one adapter of that name, or none. */
async function withAdapter(name: string | null, use: () => Promise<void>): Promise<void> {
  const info = { description: name, vendor: "", architecture: "", isFallbackAdapter: false };
  const gpu = { requestAdapter: () => Promise.resolve(name === null ? null : { info }) };
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
  try {
    await use();
  } finally {
    delete (navigator as { gpu?: unknown }).gpu; // the prototype's own shows again
  }
}

// The threads of wasm outlive the tests on purpose.
const options = { sanitizeOps: false, sanitizeResources: false };

Deno.test(
  "auto takes wasm where there is no adapter, and says so",
  options,
  () =>
    withAdapter(null, async () => {
      const selected = await selectBackend("auto", { threads: 2 });
      assertEquals(tf.getBackend(), "wasm");
      assertEquals(
        backendLine(selected),
        "Backend: wasm on CPU, 2 threads (no WebGPU adapter)",
      );
    }),
);

Deno.test(
  "auto takes wasm rather than a software adapter, and names it",
  options,
  () =>
    withAdapter("llvmpipe (LLVM 15)", async () => {
      const { name, device, why } = await selectBackend("auto", { threads: 1 });
      assertEquals([name, device], ["wasm", "CPU, 1 thread"]);
      assertEquals(why, "the only WebGPU adapter, llvmpipe (LLVM 15), is software");
    }),
);

Deno.test("webgpu asked for by name is an error with a remedy where it is missing", () =>
  withAdapter(null, async () => {
    const { message } = await assertRejects(() => selectBackend("webgpu"), Error);
    assertMatch(message, /no adapter was found; install a GPU driver, or use wasm or auto$/);
  }));

Deno.test("cpu is plain JavaScript", async () => {
  assertEquals((await selectBackend("cpu")).name, "cpu");
  assertEquals(tf.getBackend(), "cpu");
});

Deno.test("an unknown name is an error that lists the known ones", async () => {
  await assertRejects(
    () => selectBackend("cuda" as WantedBackend),
    RangeError,
    'auto, webgpu, wasm, cpu, got "cuda"',
  );
});
