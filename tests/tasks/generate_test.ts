import { assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { runTask } from "./task_process.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

async function generate(name: string, ...args: string[]) {
  const common = ["--out", `${name}.png`, "--count", "3", "--scale", "1", "--backend", "wasm"];
  const { code, stderr, stdout } = await runTask("generate", [...common, ...args], folder);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "3 z, each as man, woman");
  return await decodeImage(await Deno.readFile(`${folder}/${name}.png`));
}

/** Bytes of one picture of the grid. */
function cell({ width, rgb }: { width: number; rgb: Uint8Array }, row: number, column: number) {
  const [top, left] = [row, column].map((i) => 2 + 66 * i);
  return Array.from({ length: 64 }, (_, y) => {
    const from = 3 * ((top + y) * width + left);
    return [...rgb.slice(from, from + 3 * 64)];
  });
}

Deno.test("one z a column, one domain a row, by seed and truncation", async () => {
  const first = await generate("first"), again = await generate("again");
  assertEquals([first.width, first.height], [2 + 3 * 66, 2 + 2 * 66]);
  assertEquals(first.rgb, again.rgb);
  assertNotEquals(cell(first, 0, 0), cell(first, 0, 1));
  assertNotEquals(cell(first, 0, 0), cell(first, 1, 0));
  assertNotEquals(first.rgb, (await generate("other", "--seed", "2")).rgb);
  const same = await generate("same", "--truncation", "0");
  assertEquals(cell(same, 1, 0), cell(same, 1, 2));
  assertNotEquals(cell(same, 0, 0), cell(same, 1, 0));
});
