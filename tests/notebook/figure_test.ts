import { assertEquals, assertGreater, assertStringIncludes } from "@std/assert";
import { display } from "../../lib/notebook/displayable.ts";
import { figure, figureSvg, wrapText } from "../../lib/notebook/figure.ts";
import { decodeFigure, inkOf, pixelAt } from "./decode_figure.ts";

const red = { svg: `<rect width="40" height="30" fill="#ff0000"/>`, width: 40, height: 30 };

Deno.test("a figure is a PNG of its body on a white card, and its words as plain text", async () => {
  const object = figure(() => red, { title: "Ti & tle", caption: "One. Two." });
  const bundle = await object[display]();
  assertEquals(Object.keys(bundle).sort(), ["image/png", "text/plain"]);
  assertEquals(bundle["text/plain"], "Ti & tle\nOne. Two.");
  const picture = await decodeFigure(object);
  assertEquals(pixelAt(picture, 14 + 20, 14 + 27 + 15), [255, 0, 0]);
  assertEquals(pixelAt(picture, 5, picture.height >> 1), [255, 255, 255]);
});

Deno.test("title and caption are drawn, in letters", async () => {
  const bare = inkOf(await decodeFigure(figure(() => red, {})));
  const titled = inkOf(await decodeFigure(figure(() => red, { title: "Hill" })));
  const both = inkOf(await decodeFigure(figure(() => red, { title: "Hill", caption: "Hill" })));
  assertGreater(titled, bare + 50);
  assertGreater(both, titled + 20);
});

Deno.test("what is markup in a title stays text", () => {
  assertStringIncludes(figureSvg(red, { title: `a < b & "c"` }), "a &lt; b &amp; &quot;c&quot;");
});

Deno.test("captions break between words, and a long word stays whole", () => {
  assertEquals(wrapText("aaa bbb ccc", 10, 40), ["aaa bbb", "ccc"]);
  assertEquals(wrapText("aaaaaaaaaaaaaaaa b", 10, 28), ["aaaaaaaaaaaaaaaa", "b"]);
  assertEquals(wrapText("  ", 10, 28), []);
});
