import { assert, assertEquals, assertStringIncludes } from "@std/assert";

const url = (path: string) => import.meta.resolve(`../../${path}`);

/** Runs a program that trains, translates or calls a kernel, and returns the error that it ends in. */
async function errorOf(source: string): Promise<string> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "eval",
      `import * as im2im from "${url("mod.ts")}";
       import * as kernels from "${url("lib/kernels/mod.ts")}";
       import * as tf from "npm:@tensorflow/tfjs@4.22.0";
       tf.enableProdMode();
       const config = im2im.createConfig("tiny", { gf: 4, df: 4, ef: 4 });
       const train = async () => {
         const training = im2im.createTraining(config, ["a", "b"]);
         const read = (c, i, target, at = 0) => target.fill(9, at, at + 32 * 32 * 3);
         const images = { size: 32, domains: ["a", "b"], counts: [4, 4], read, close() {} };
         await im2im.trainStage1(training, images).next();
       };
       const translate = () => im2im.translate(
         im2im.createTraining(config, ["a", "b"]).model, tf.zeros([1, 32, 32, 3]), "b",
       );
       try { ${source} } catch (error) { console.log(error.message) }`,
    ],
    cwd: new URL("../..", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  const complaints = text(stderr).split("\n").filter((line) => !line.includes("XDG_RUNTIME_DIR"));
  assertEquals(complaints.join(), "");
  return text(stdout);
}

const uses = {
  "training without selectBackend": "await train()",
  "translating without selectBackend": "translate()",
  "a kernel without install":
    'await tf.setBackend("cpu"); kernels.biasActivation(tf.ones([1, 2]), tf.ones([2]), "relu")',
  "training on a backend set by tf.setBackend": 'await tf.setBackend("cpu"); await train()',
  "tf.setBackend after selectBackend":
    'await im2im.selectBackend("wasm"); await tf.setBackend("cpu"); await train()',
};

for (const [name, source] of Object.entries(uses)) {
  Deno.test(`${name} ends in one sentence that names selectBackend and install`, async () => {
    const message = await errorOf(source);
    assert(!message.includes("\n"), message);
    assertStringIncludes(message, "call selectBackend of @im2im/im2im, or install of");
  });
}
