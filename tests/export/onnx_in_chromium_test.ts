// An exported file in a page, by onnxruntime-web in Chromium, from a server on this machine.
import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { cropToSquare } from "../../lib/images/crop.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { exportOnnx } from "../../lib/export/export_onnx.ts";
import { install } from "../../lib/kernels/install.ts";
import { unitsOfBytes } from "../../lib/images/unit_range.ts";
import { loadPretrained } from "../../lib/training/pretrained.ts";
import { domainLabels } from "../../lib/translation/domain_labels.ts";
import { translate } from "../../lib/translation/translate.ts";
import { levelsApart, numbersOf } from "./onnx_pictures.ts";
import { bundledFile } from "./onnxruntime_web.ts";

/** CI demands the test; elsewhere it runs where there is a Chromium. */
const demanded = Deno.env.get("IM2IM_TEST_CHROMIUM") === "1";
const chromium = await new Deno.Command("chromium", { args: ["--version"] }).output()
  .then(({ success }) => success, () => false);

const PAGE = `<!DOCTYPE html><script type="module">
import * as ort from "/ort.wasm.bundle.min.mjs";
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = { wasm: "/ort-wasm-simd-threaded.wasm" };
const numbers = async (name) => new Float32Array(await (await fetch("/" + name)).arrayBuffer());
try {
  const session = await ort.InferenceSession.create("/model.onnx");
  const { y } = await session.run({
    x: new ort.Tensor("float32", await numbers("x"), [1, 3, 64, 64]),
    c: new ort.Tensor("float32", await numbers("c"), [1, 2]),
  });
  await fetch("/result", { method: "POST", body: y.data });
} catch (error) {
  await fetch("/error", { method: "POST", body: String(error.stack ?? error) });
}
</script>`;

Deno.test({
  name: "the shipped weights in a page: man-1 becomes the same woman",
  ignore: !chromium && !demanded,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    assert(chromium, "IM2IM_TEST_CHROMIUM=1, but there is no chromium");
    await install("wasm", { threads: 1 });
    using model = await loadPretrained("faces-64");
    const picture = await Deno.readFile(new URL("../../fixtures/faces/man-1.png", import.meta.url));
    const square = cropToSquare(await decodeImage(picture), 64);
    const x = tf.tensor4d(unitsOfBytes([square]), [1, 64, 64, 3]);
    const c = domainLabels(model, "woman", 1);
    const ours = await numbersOf(translate(model, x, c));
    const files: Record<string, { type: string; body: Uint8Array<ArrayBuffer> | string }> = {
      "/": { type: "text/html", body: PAGE },
      "/x": { type: "", body: new Uint8Array((await numbersOf(x)).values.slice().buffer) },
      "/c": { type: "", body: new Uint8Array((await c.data()).slice().buffer) },
      "/model.onnx": { type: "", body: new Uint8Array(await exportOnnx(model)) },
    };
    for (const name of ["ort.wasm.bundle.min.mjs", "ort-wasm-simd-threaded.wasm"]) {
      const type = name.endsWith(".wasm") ? "application/wasm" : "text/javascript";
      files[`/${name}`] = { type, body: await bundledFile(name) };
    }
    const answer = Promise.withResolvers<Float32Array>();
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      async (request) => {
        const { pathname } = new URL(request.url);
        if (pathname === "/result") answer.resolve(new Float32Array(await request.arrayBuffer()));
        if (pathname === "/error") answer.reject(new Error(await request.text()));
        const file = files[pathname];
        if (!file) return new Response(null, { status: 404 });
        return new Response(file.body, { headers: { "content-type": file.type } });
      },
    );
    const profile = await Deno.makeTempDir();
    const browser = new Deno.Command("chromium", {
      args: [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        `--user-data-dir=${profile}`,
        "--remote-debugging-port=0",
        `http://127.0.0.1:${server.addr.port}/`,
      ],
      stdout: "null",
      stderr: "null",
    }).spawn();
    const patience = setTimeout(() => answer.reject(new Error("No answer in 2 minutes")), 120_000);
    try {
      const values = await answer.promise;
      assertEquals(values.length, 3 * 64 * 64);
      assert(levelsApart(ours, { shape: ours.shape, values }) <= 1);
    } finally {
      clearTimeout(patience);
      browser.kill("SIGTERM");
      await browser.status;
      await server.shutdown();
      await Deno.remove(profile, { recursive: true }).catch(() => {});
      tf.dispose([x, c]);
    }
  },
});
