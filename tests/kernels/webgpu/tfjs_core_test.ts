import { assertEquals } from "@std/assert";
import { replacedOperations, runCoreTests } from "../tfjs_core/run_tests.ts";
import { webgpuTest } from "./device.ts";

for (const path of replacedOperations) {
  webgpuTest(`tfjs-core's ${path} passes with our kernels`, async () => {
    const { failed } = await runCoreTests("webgpu", [path]);
    assertEquals([...failed], []);
  });
}
