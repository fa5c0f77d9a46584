import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startWasm, stopWasm } from "../../../lib/kernels/wasm/start.ts";
import { install } from "../../../lib/kernels/install.ts";

await install("wasm", { threads: 2 });

/** Runs a program on its own and returns what it printed. */
async function runProgram(source: string): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", source],
    cwd: new URL("../../..", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, text: decode(stdout) + decode(stderr) };
}

const installUrl = import.meta.resolve("../../../lib/kernels/install.ts");

Deno.test("tensors outlive a change of threads and a stop", async () => {
  const x = tf.tensor2d([[1, 2], [3, 4]]);
  await startWasm({ threads: 1 });
  await stopWasm();
  await stopWasm();
  await install("wasm", { threads: 2 });
  const y = tf.matMul(x, x);
  assertEquals([...await y.data()], [7, 10, 15, 22]);
  tf.dispose([x, y]);
});

Deno.test("a number of threads that is none is refused", async () => {
  for (const threads of [0, -1, 1.5, 65]) {
    await assertRejects(() => startWasm({ threads }), RangeError, "from 1 to 64");
  }
});

Deno.test("the wasm file is read from the version that deno.json names", async () => {
  const config = await Deno.readTextFile(new URL("../../../deno.json", import.meta.url));
  const source = await Deno.readTextFile(
    new URL("../../../lib/kernels/wasm/start.ts", import.meta.url),
  );
  const version = /npm:(@tensorflow\/tfjs-backend-wasm@[\d.]+)"/.exec(config)![1];
  assertStringIncludes(source, `npm:${version}/wasm-out/`);
});

Deno.test("a program that installs the kernels ends by itself", async () => {
  const { code, text } = await runProgram(`
    import { install } from "${installUrl}";
    import * as tf from "@tensorflow/tfjs";
    await install("wasm", { threads: 3 });
    console.log(tf.getBackend(), tf.matMul(tf.ones([99, 99]), tf.ones([99, 99])).dataSync()[5]);
  `);
  assertEquals(code, 0, text);
  assertStringIncludes(text, "wasm 99");
});

Deno.test("a wasm backend that was started by other means is refused with the remedy", async () => {
  const { text } = await runProgram(`
    import { install } from "${installUrl}";
    import * as tf from "@tensorflow/tfjs";
    tf.registerBackend("wasm", () => new tf.KernelBackend());
    await tf.setBackend("wasm");
    await install("wasm");
  `);
  assertStringIncludes(text, "call install before tf.setBackend");
});
