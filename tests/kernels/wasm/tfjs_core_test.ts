import { assertEquals, assertGreaterOrEqual } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../../lib/kernels/install.ts";
import { startBackend } from "../../../lib/kernels/wasm/start_backend.ts";
import { replacedOperations, runCoreTests } from "../tfjs_core/run_tests.ts";

// tfjs' own kernels, under another name and before ours take their place.
tf.copyRegisteredKernels("wasm", "stock");
tf.registerBackend("stock", async () => await startBackend() as unknown as tf.KernelBackend);
await install("wasm", { threads: 2 });

/** What tfjs' wasm backend cannot do, by what it says, and how many of the tests need it. */
const limits: [RegExp, number][] = [
  [/Kernel 'Complex' not registered/, 4],
  [/does not support dataFormat/, 30],
  [/only supports rank-1 bias/, 9],
  [/BatchMatMul for non non-float32 tensors/, 1],
];

const failures = new Map<string, string>();
let passed = 0, stockPassed = 0;

for (const path of replacedOperations) {
  Deno.test(`tfjs-core's ${path}: what passes with tfjs' own kernels passes with ours`, async () => {
    const stock = await runCoreTests("stock", [path]);
    const ours = await runCoreTests("wasm", [path]);
    const lost = [...ours.failed].filter(([name]) => !stock.failed.has(name));
    assertEquals(lost, []);
    ours.failed.forEach((why, name) => failures.set(name, why));
    passed += ours.count - ours.failed.size;
    stockPassed += stock.count - stock.failed.size;
  });
}

Deno.test("tfjs-core's tests fail with our kernels only where tfjs' wasm backend has limits", () => {
  const counts = limits.map(([why]) => [...failures.values()].filter((w) => why.test(w)).length);
  assertEquals(counts, limits.map(([, count]) => count));
  assertEquals(failures.size, counts.reduce((sum, count) => sum + count));
  assertGreaterOrEqual(stockPassed, 270); // of 327
  assertEquals(passed, 283);
});
