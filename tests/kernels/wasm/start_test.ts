import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { startWasm, stopWasm } from "../../../lib/kernels/wasm/start.ts";
import { biasActivation, install } from "../../../lib/kernels/mod.ts";

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

const kernelsUrl = import.meta.resolve("../../../lib/kernels/mod.ts");

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
    new URL("../../../lib/kernels/wasm/read_binary.ts", import.meta.url),
  );
  const version = /npm:(@tensorflow\/tfjs-backend-wasm@[\d.]+)"/.exec(config)![1];
  assertStringIncludes(source, `package: "${version}"`);
});

Deno.test("a program that installs the kernels ends by itself", async () => {
  const { code, text } = await runProgram(`
    import { install } from "${kernelsUrl}";
    import * as tf from "@tensorflow/tfjs";
    await install("wasm", { threads: 3 });
    console.log(tf.getBackend(), tf.matMul(tf.ones([99, 99]), tf.ones([99, 99])).dataSync()[5]);
  `);
  assertEquals(code, 0, text);
  assertStringIncludes(text, "wasm 99");
});

Deno.test("a wasm backend that was started by other means is refused with the remedy", async () => {
  const { text } = await runProgram(`
    import { install } from "${kernelsUrl}";
    import * as tf from "@tensorflow/tfjs";
    tf.registerBackend("wasm", () => new tf.KernelBackend());
    await tf.setBackend("wasm");
    await install("wasm");
  `);
  assertStringIncludes(text, "call install before tf.setBackend");
});

/** A convolution, its gradients and two ops of our own, whose answers are known. */
async function assertRightValues() {
  const x = tf.ones([2, 6, 6, 3]), w = tf.ones([3, 3, 3, 4]);
  const loss = (x: tf.Tensor, w: tf.Tensor) =>
    tf.tidy(() => {
      const y = tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "valid");
      return biasActivation(y, tf.ones([4]), "relu").sum();
    });
  const [dx, dw] = tf.grads(loss)([x, w]);
  const y = loss(x, w);
  assertEquals([...await y.data()], [2 * 16 * 4 * 28]);
  assertEquals([...await dw.data()], Array(108).fill(32));
  assertEquals((await dx.data())[0], 4);
  assertEquals([...await tf.matMul(tf.ones([5, 70]), tf.ones([70, 2])).data()], Array(10).fill(70));
}

Deno.test("after tf.engine().reset() the kernels read the new backend's memory", async () => {
  await install("wasm", { threads: 2 });
  await assertRightValues();
  for (let round = 0; round < 3; round++) {
    tf.engine().reset();
    await tf.setBackend("wasm");
    await assertRightValues();
  }
});

Deno.test("after removeBackend the kernels read the new backend's memory", async () => {
  await install("wasm", { threads: 2 });
  const factory = tf.findBackendFactory("wasm");
  tf.removeBackend("wasm");
  tf.registerBackend("wasm", factory, 2);
  await tf.setBackend("wasm");
  await assertRightValues();
  tf.removeBackend("wasm");
  await install("wasm");
  await assertRightValues();
});

Deno.test("a change of backends and back leaves values right", async () => {
  await install("wasm", { threads: 2 });
  const x = tf.tensor2d([[1, 2], [3, 4]]);
  await install("cpu");
  assertEquals([...await tf.matMul(x, x).data()], [7, 10, 15, 22]);
  await tf.setBackend("wasm");
  assertEquals([...await tf.matMul(x, x).data()], [7, 10, 15, 22]);
  await assertRightValues();
});

Deno.test("on a wasm backend that tfjs starts itself, its own kernels answer, or one sentence", async () => {
  const { code, text } = await runProgram(`
    import { biasActivation, install } from "${kernelsUrl}";
    import * as tf from "@tensorflow/tfjs";
    import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
    const stock = tf.findBackendFactory("wasm");
    await install("wasm", { threads: 2 });
    tf.removeBackend("wasm");
    tf.registerBackend("wasm", stock, 2);
    const folder = new URL("wasm-out/", import.meta.resolve("npm:@tensorflow/tfjs-backend-wasm@4.22.0/package.json"));
    const { fetch } = globalThis;
    tf.env().platform.fetch = async (path) => new Response(await Deno.readFile(new URL(path)));
    setWasmPaths(folder.href, true);
    globalThis.__dirname = ".";
    tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
    await tf.setBackend("wasm");
    console.log(tf.getBackend(), tf.conv2d(tf.ones([1, 3, 3, 1]), tf.ones([3, 3, 1, 2]), 1, "valid").dataSync().join());
    try { biasActivation(tf.ones([1, 2]), tf.ones([2]), "relu") } catch (error) { console.log(error.message) }
  `);
  assertEquals(code, 0, text);
  assertStringIncludes(text, "wasm 9,9");
  assertStringIncludes(text, 'selectBackend("wasm")');
});
