import { assert, assertEquals } from "@std/assert";
import { decodeImage } from "../lib/images/decode_image.ts";

/** A script as a user of the published package would write it, in a folder of its own. */
const SCRIPT = `
import * as tf from "npm:@tensorflow/tfjs@4.22.0";
import * as im2im from "@im2im/im2im";

await im2im.selectBackend("wasm");
const config = im2im.createConfig("tiny", { gf: 2, df: 2, ef: 2, batch: 4, steps1: 1, steps2: 1 });
const faces = { train: 4, heldOut: 4 };
const data = await im2im.openData("faces", config, { packDir: ".", faces });
const training = im2im.createTraining(config, data.train.domains);
for await (const _ of im2im.trainStage1(training, data.train));
for await (const _ of im2im.trainStage2(training, data.train));
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

/** From import to a translated file in five lines. */
const FIVE_LINES = `
import * as im2im from "@im2im/im2im";
await im2im.selectBackend("wasm");
const model = await im2im.loadPretrained("faces-64");
const png = await im2im.translatePicture(model, await Deno.readFile("man.png"), "woman");
await Deno.writeFile("woman.png", png);
`;

Deno.test("five lines translate a file, the package imported over http and nothing else", async () => {
  const root = new URL("../", import.meta.url);
  const { imports, publish } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const served: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (request) => {
    const path = new URL(request.url).pathname.slice(1);
    served.push(path);
    const isPublished = publish.include.some((part: string) =>
      path === part || path.startsWith(`${part}/`)
    );
    const body = isPublished && await Deno.readFile(new URL(path, root)).catch(() => null);
    const type = path.endsWith(".ts") ? "application/typescript" : "application/octet-stream";
    return body
      ? new Response(body, { headers: { "content-type": type } })
      : new Response(null, { status: 404 });
  });
  const origin = `http://127.0.0.1:${server.addr.port}`, folder = await Deno.makeTempDir();
  try {
    await Deno.copyFile(new URL("fixtures/faces/man-1.png", root), `${folder}/man.png`);
    await Deno.writeTextFile(`${folder}/main.ts`, FIVE_LINES);
    const packages = Object.entries<string>(imports).filter(([, to]) => to.startsWith("npm:"));
    const map = { ...Object.fromEntries(packages), "@im2im/im2im": `${origin}/mod.ts` };
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ imports: map }));
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-prompt",
        "--no-lock",
        "--reload=" + origin,
        "--allow-read",
        "--allow-env",
        "--allow-sys",
        `--allow-import=127.0.0.1:${server.addr.port}`,
        `--allow-net=127.0.0.1:${server.addr.port}`,
        "--allow-write=.",
        "main.ts",
      ],
      cwd: folder,
    }).output();
    assertEquals({ code, stderr: new TextDecoder().decode(stderr) }, { code: 0, stderr: "" });
    const png = await decodeImage(await Deno.readFile(`${folder}/woman.png`));
    assertEquals([png.width, png.height], [64, 64]);
    assert(new Set(png.rgb).size > 20, "an empty picture");
    assert(served.includes("fixtures/models/faces-64.safetensors"));
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
});
