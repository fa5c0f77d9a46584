import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { decodeImage } from "../../../lib/images/decode_image.ts";
import { exists } from "../../../tasks/shared/run_folder.ts";
import { shippedWeights } from "../../../tasks/shared/shipped_weights.ts";
import { runTask, writeDomains } from "../task_process.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

Deno.test("without --model, from any folder: the shipped weights, or what to do without", async () => {
  await writeDomains(folder, { cats: 1 });
  const args = ["--in", "cats/0.png", "--to", "woman", "--out", "0.png", "--backend", "wasm"];
  const { code, stdout, stderr } = await runTask("translate", args, folder);
  if (await exists(shippedWeights.path)) {
    assertEquals(code, 0, stderr);
    assertMatch(
      stdout,
      /^Model: the shipped weights .+faces-64\.safetensors, man, woman at 64x64, trained on faces; about them: .+README\.md\nBackend: /,
    );
    assertEquals((await decodeImage(await Deno.readFile(`${folder}/0.png`))).width, 64);
  } else {
    assertEquals([code, stdout], [2, ""]);
    assertStringIncludes(stderr, "faces-64.safetensors): restore the file, or name a model");
    assert(!await exists(`${folder}/0.png`));
  }
});
