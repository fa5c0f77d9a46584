import { assert, assertEquals } from "@std/assert";
import { install } from "../../../lib/kernels/mod.ts";
import { styleFor } from "../../../lib/kernels/webgpu/shader_style.ts";
import { startWebgpu } from "../../../lib/kernels/webgpu/start.ts";
import { evaluate, kernelCases } from "../cases.ts";
import { assertClose } from "../compare.ts";
import { TOLERANCE, webgpuCases } from "./cases.ts";
import { there, webgpuTest } from "./device.ts";

/** More characters than a short shader has, and fewer than a tiled product. */
const LONGEST = 5000;

const cases = [...kernelCases, ...webgpuCases];
const expected: Float32Array[][] = [];
const shaders: string[] = [];
if (there) {
  await install("cpu");
  for (const kernelCase of cases) expected.push(await evaluate(kernelCase));
  await startWebgpu({ allowSoftware: true, shaders: "short" });
  const { prototype } = GPUDevice, { createShaderModule } = prototype;
  prototype.createShaderModule = function (descriptor) {
    // What tfjs itself writes begins with pages of helpers that nobody calls.
    if (!descriptor.code.includes("fn _start")) shaders.push(descriptor.code);
    return createShaderModule.call(this, descriptor);
  };
}

cases.forEach((kernelCase, i) => {
  webgpuTest(`short shaders agree with cpu: ${kernelCase.name}`, async () => {
    assertClose(await evaluate(kernelCase), expected[i], TOLERANCE);
  });
});

webgpuTest("short shaders are short", () => {
  assert(shaders.length > cases.length);
  for (const code of shaders) {
    assert(code.length < LONGEST, `${code.length} characters: ${code}`);
    const memory = [...code.matchAll(/var<workgroup> \w+: array<f32, (\d+)>/g)];
    assertEquals(memory.length, code.split("var<workgroup>").length - 1, code);
    assert(memory.every(([, count]) => Number(count) <= 64), code);
  }
});

Deno.test("SwiftShader gets short shaders, and every other adapter fast ones", () => {
  const adapter = { subgroupMinSize: 4, subgroupMaxSize: 4, isFallbackAdapter: true, device: "" };
  const styles = [
    { vendor: "google", architecture: "swiftshader", description: "" }, // Chromium
    { vendor: "6880", architecture: "", description: "SwiftShader Device (Subzero)" }, // Deno
    { vendor: "0", architecture: "", description: "llvmpipe (LLVM 15.0.6, 256 bits)" },
    { vendor: "nvidia", architecture: "hopper", description: "NVIDIA H200" },
  ].map((info) => styleFor({ ...adapter, ...info } as unknown as GPUAdapterInfo));
  assertEquals(styles, ["short", "short", "fast", "fast"]);
});
