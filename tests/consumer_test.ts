import { assertEquals } from "@std/assert";

/** A script as a user of the published package would write it, in a folder of its own. */
const SCRIPT = `
import * as tf from "npm:@tensorflow/tfjs@4.22.0";
import * as im2im from "@im2im/im2im";

await im2im.selectBackend("wasm");
const config = im2im.createConfig("tiny", { gf: 2, df: 2, ef: 2, batch: 4, steps1: 1, steps2: 1 });
const data = await im2im.openData("faces", {
  size: config.size, seed: 1, heldOut: config.heldOut, packDir: ".", faces: { train: 4, heldOut: 4 },
});
const training = im2im.createTraining(config, data.train.domains);
for await (const _ of im2im.trainStage1(training, data.train));
for await (const _ of im2im.trainStage2(training, { images: data.train }));
const x = tf.tensor4d(im2im.readImages(data.heldOut, 0, [0]), [1, 32, 32, 3]);
console.log(im2im.translate(training.model, x, "woman").shape.join());
const webp = await Deno.readFile(Deno.args[0]);
console.log((await im2im.decodeImage(webp)).width);
`;

Deno.test("a script elsewhere imports the package as from JSR, trains, translates, reads a WebP and ends", async () => {
  const folder = await Deno.makeTempDir();
  const here = new URL("../", import.meta.url).pathname;
  await Deno.writeTextFile(`${folder}/main.ts`, SCRIPT);
  await Deno.writeTextFile(
    `${folder}/deno.json`,
    JSON.stringify({
      imports: { "@im2im/im2im": "jsr:@im2im/im2im@^0.1.0" },
      links: [here],
    }),
  );
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      "--allow-read",
      "--allow-env",
      "--allow-sys",
      "--allow-write=.",
      "main.ts",
      `${here}fixtures/images/odd/lossless.webp`,
    ],
    cwd: folder,
  }).output();
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
  await Deno.remove(folder, { recursive: true });
  assertEquals({ code, stderr: new TextDecoder().decode(stderr) }, { code: 0, stderr: "" });
  assertEquals(new TextDecoder().decode(stdout).trim(), "1,32,32,3\n48");
  assertEquals(names.includes("node_modules"), false);
});
