import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { dropMagick, loadMagick } from "../../lib/images/load_magick.ts";
import { fixture, reference } from "./reference.ts";

const root = new URL("../../", import.meta.url);

Deno.test("only the readers of picture formats run, and nothing else is opened", async () => {
  const { ImageMagick, MagickReadSettings } = await loadMagick();
  const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>');
  const reasonOf = (read: () => void) => {
    try {
      read();
    } catch (error) {
      return (error as Error).message;
    }
    return "it was read";
  };
  for (const format of ["SVG", "MVG", "MSL", "PDF", "TXT", "PPM"] as const) {
    const settings = new MagickReadSettings({ format });
    const reason = reasonOf(() => ImageMagick.read(svg, settings, () => {}));
    assertStringIncludes(reason, "NotAuthorized", format);
  }
  for (const name of ["https://example.com/a.png", "xc:red", "label:text", "/etc/passwd"]) {
    const reason = reasonOf(() => ImageMagick.read(name, () => {}));
    assert(reason !== "it was read", name);
  }
});

Deno.test("once dropped, it starts afresh", async () => {
  const whole = fixture("odd/lossless.webp");
  assertEquals(await decodeImage(whole), reference);
  dropMagick(await loadMagick());
  assertEquals(await decodeImage(whole), reference);
});

Deno.test("it needs no other permission than the tasks have", async () => {
  const script = `
    import { decodeImage } from "${root}lib/images/decode_image.ts";
    for (const name of Deno.args) {
      const { width } = await decodeImage(Deno.readFileSync(name));
      console.log(width);
    }`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, script);
    const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--no-prompt", "--no-check", "--config", new URL("deno.json", root).pathname],
        ...["--allow-read", "--allow-env=IMAGESCRIPT_WASM_SIMD", file],
        ...["rgb.jpg", "odd/sideways.heic", "odd/lossless.webp"].map((name) =>
          new URL(`fixtures/images/${name}`, root).pathname
        ),
      ],
    }).output();
    assertEquals(code, 0, new TextDecoder().decode(stderr));
    assertEquals(new TextDecoder().decode(stdout), "48\n48\n48\n");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("its WebAssembly is that of the version that is imported", async () => {
  const { imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const source = await Deno.readTextFile(new URL("lib/images/load_magick.ts", root));
  const version = imports["@imagemagick/magick-wasm"].replace("npm:", "");
  assertStringIncludes(source, `package: "${version}", path: "magick.wasm"`);
});
