import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { heldOutLines, readHeldOut } from "../../lib/data/held_out.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

const known = new Set(["cats/1.png", "cats/2 b.png", "d\u00f6gs/1.jpeg", "cats/a\\b.png"]);

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  Array.from(text, (_, i) => view.setUint16(2 * i, text.charCodeAt(i), littleEndian));
  return new Uint8Array(view.buffer);
}

function read(content: string | Uint8Array): Promise<ReadonlySet<string> | undefined> {
  let named: ReadonlySet<string> | undefined;
  return inTemporaryFolder((root) => {
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    Deno.writeFileSync(`${root}/held_out.txt`, bytes);
    named = readHeldOut(root, known);
  }).then(() => named);
}

Deno.test("a line is read as it is meant, whichever editor and system wrote it", async () => {
  const all = ["cats/1.png", "cats/2 b.png", "d\u00f6gs/1.jpeg"];
  const lists = [
    "cats/1.png\ncats/2 b.png\nd\u00f6gs/1.jpeg",
    "\ufeffcats/1.png\r\ncats/2 b.png\r\ndo\u0308gs/1.jpeg\r\n\r\n",
    "./cats/1.png\n.\\cats\\2 b.png\n././do\u0308gs//1.jpeg",
    "cats/1.png \n\tcats/2 b.png\n\n  \nd\u00f6gs/1.jpeg  ",
    "cats/1.png\rcats/2 b.png\rd\u00f6gs/1.jpeg\r",
    ...[true, false].map((little) => utf16(`\ufeff${all.join("\r\n")}`, little)),
  ];
  for (const list of lists) assertEquals([...(await read(list))!], all);
  assertEquals([...(await read("cats/a\\b.png"))!], ["cats/a\\b.png"]);
});

Deno.test("every line that names no picture is told of, with the nearest name, before any training", () =>
  inTemporaryFolder((root) => {
    assertEquals(readHeldOut(root, known), undefined);
    Deno.writeTextFileSync(`${root}/held_out.txt`, "cats/1.jpg\ncats/1.png\n\ncat/2b.png\nbirds\n");
    const { message } = assertThrows(() => readHeldOut(root, known), Error);
    assertStringIncludes(message, "held_out.txt names 3 pictures that are not there");
    assertStringIncludes(message, "line 1: cats/1.jpg (nearest: cats/1.png)");
    assertStringIncludes(message, "line 4: cat/2b.png (nearest: cats/2 b.png)");
    assert(message.endsWith("line 5: birds"), message);
  }));

Deno.test("a long list of another ending is told of at once", () =>
  inTemporaryFolder((root) => {
    const names = Array.from({ length: 100_000 }, (_, i) => `video/frame-${i}.png`);
    Deno.writeTextFileSync(`${root}/held_out.txt`, names.join("\n").replaceAll(".png", ".jpg"));
    const start = performance.now();
    const { message } = assertThrows(() => readHeldOut(root, new Set(names)), Error);
    assertStringIncludes(message, "video/frame-99999.jpg (nearest: video/frame-99999.png)");
    assert(performance.now() - start < 5000);
  }));

Deno.test("lines are counted as an editor counts them", () => {
  const lines = heldOutLines(new TextEncoder().encode("a/1\r\n\r\nb/2"));
  assertEquals(lines.map(({ number, name }) => [number, name]), [[1, "a/1"], [3, "b/2"]]);
});
