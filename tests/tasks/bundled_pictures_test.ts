import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { inTemporaryFolder } from "../data/temporary_folder.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

async function run(...args: string[]): Promise<string> {
  const output = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
  const [out, errors] = [output.stdout, output.stderr].map((b) => new TextDecoder().decode(b));
  return output.success ? out : errors;
}

Deno.test("a bundle reads a WebP with magick.wasm beside it, and says so where it is missing", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.writeTextFile(
      `${folder}/main.ts`,
      `import { decodeImage } from "${root}lib/images/decode_image.ts";
      await decodeImage(await Deno.readFile(Deno.args[0])).then(
        ({ width }) => console.log(width),
        ({ message }) => console.log(message),
      );`,
    );
    const bundle = `${folder}/main.js`, webp = `${root}fixtures/images/odd/lossless.webp`;
    const options = ["--config", `${root}deno.json`, "--external", "imagescript"];
    const made = await run("bundle", ...options, "--output", bundle, `${folder}/main.ts`);
    const decode = () => run("run", "--no-prompt", "--allow-read", bundle, webp);
    assertMatch(await decode(), /^ImageMagick, .* cannot be started .*magick\.wasm/, made);
    const wasm = import.meta.resolve("npm:@imagemagick/magick-wasm@0.0.43/magick.wasm");
    await Deno.copyFile(new URL(wasm), `${folder}/magick.wasm`);
    assertEquals(await decode(), "48\n");
  }));
