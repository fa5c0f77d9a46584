import { assertEquals, assertStringIncludes } from "@std/assert";
import { writeDomains } from "./task_process.ts";

const root = new URL("../../", import.meta.url).href;
const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

// Starts the engine with threads, opens a folder, trains a step.
await Deno.writeTextFile(
  `${folder}/main.ts`,
  `import * as im2im from "${root}mod.ts";
  const said = [];
  try {
    said.push(im2im.backendLine(await im2im.selectBackend("wasm", { threads: 2 })));
    const packDir = await Deno.makeTempDir({ dir: "${folder}" });
    const changes = { gf: 4, df: 4, ef: 4, batch: 4, steps1: 1 };
    const config = im2im.createConfig("tiny", changes);
    const data = await im2im.openData("${folder}/photos", config, { packDir });
    said.push(...data.notes ?? []);
    const training = im2im.createTraining(config, data.train.domains);
    for await (const { losses } of im2im.trainStage1(training, data.train)) {
      said.push(JSON.stringify(losses));
    }
  } catch (error) {
    said.push(error.stack);
  }
  if (globalThis.postMessage) globalThis.postMessage(said.join("\\n"));
  else console.log(said.join("\\n"));
  `,
);
await Deno.writeTextFile(
  `${folder}/worker.ts`,
  `const worker = new Worker(import.meta.resolve(Deno.args[0]), { type: "module" });
  worker.onmessage = ({ data }) => {
    console.log(data);
    worker.terminate();
  };`,
);
await writeDomains(`${folder}/photos`, { cats: 6, dogs: 6 });

async function deno(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  assertEquals(code, 0, text(stderr));
  return text(stdout);
}

const config = ["--config", new URL("deno.json", root).pathname];
const run = (...words: string[]) => deno("run", "-A", ...words);
const plain = await run(...config, "main.ts");

Deno.test("a program of its own starts the engine and opens a folder", () => {
  assertStringIncludes(plain, "Backend: wasm on CPU, 2 threads");
  assertStringIncludes(plain, '"d/source":');
  assertEquals(plain.split("\n").length, 2);
});

Deno.test("a Web Worker does the same", async () => {
  assertEquals(await run(...config, "worker.ts", "./main.ts"), plain);
});

Deno.test("a bundle does the same, also in a Web Worker, and says that it decodes on one thread", async () => {
  const bundled = `${folder}/bundled`;
  await Deno.mkdir(bundled);
  await deno("bundle", ...config, "--output", `${bundled}/main.js`, "main.ts");
  assertStringIncludes(await run("bundled/main.js"), "tfjs-backend-wasm-simd.wasm was not found");
  const files = [
    "npm:@tensorflow/tfjs-backend-wasm@4.22.0/wasm-out/tfjs-backend-wasm-simd.wasm",
    "npm:@imagemagick/magick-wasm@0.0.43/magick.wasm",
  ];
  for (const file of files) {
    const place = new URL(import.meta.resolve(file));
    await Deno.copyFile(place, `${bundled}/${place.pathname.replace(/^.*\//, "")}`);
  }
  const [backend, losses] = plain.split("\n");
  const note =
    "Pictures were decoded one at a time: this program was bundled, and a thread needs " +
    "a file of its own";
  const expected = [backend, note, losses].join("\n");
  assertEquals(await run("bundled/main.js"), expected);
  assertEquals(await run("worker.ts", "./bundled/main.js"), expected);
});

// Deno without its own name and Node's, which is as much of a browser as a test can have here.
Deno.test("a bundle for browsers starts the engine on one thread", async () => {
  await Deno.mkdir(`${folder}/web`);
  await Deno.writeTextFile(
    `${folder}/web.ts`,
    `import * as tf from "@tensorflow/tfjs";
    import { biasActivation, install } from "${root}lib/kernels/mod.ts";
    await install("wasm", { threads: 1 });
    const y = biasActivation(tf.matMul(tf.ones([300, 300]), tf.ones([300, 300])), tf.ones([300]), "relu");
    console.log(tf.getBackend(), (await y.data())[5]);`,
  );
  await Deno.writeTextFile(
    `${folder}/web/page.js`,
    `globalThis.WorkerGlobalScope = class {};
    delete globalThis.Deno;
    delete globalThis.process;
    await import("./main.js");`,
  );
  const options = ["--platform", "browser", "--output", `${folder}/web/main.js`];
  await deno("bundle", ...config, ...options, "web.ts");
  const file = "npm:@tensorflow/tfjs-backend-wasm@4.22.0/wasm-out/tfjs-backend-wasm-simd.wasm";
  await Deno.copyFile(
    new URL(import.meta.resolve(file)),
    `${folder}/web/tfjs-backend-wasm-simd.wasm`,
  );
  assertEquals(await run("web/page.js"), "wasm 301");
});
