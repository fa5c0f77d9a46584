import { assertEquals, assertGreater, assertRejects } from "@std/assert";
import { display } from "../../lib/notebook/displayable.ts";
import { gridFigure } from "../../lib/notebook/grid_figure.ts";
import { imageFigure } from "../../lib/notebook/image_figure.ts";
import { decodeFigure, inkOf, pixelAt } from "./decode_figure.ts";

const black = new Float32Array(8 * 8 * 3).fill(-1);

Deno.test("a grid shows its images enlarged, side by side", async () => {
  const two = new Float32Array([...black, ...black.map(() => 0)]);
  const picture = await decodeFigure(gridFigure({ "": two }, { size: 8, scale: 4 }));
  assertEquals(pixelAt(picture, 14 + 2 + 16, 14 + 2 + 16), [0, 0, 0]);
  assertEquals(pixelAt(picture, 14 + 2 + 34 + 16, 14 + 2 + 16), [128, 128, 128]);
  assertEquals(picture.width, 2 * 14 + 2 + 2 * 34);
});

Deno.test("row and column labels are drawn and make room", async () => {
  const bare = await decodeFigure(gridFigure({ "": black }, { size: 8 }));
  const labelled = await decodeFigure(gridFigure({ "man": black }, { size: 8, columns: ["z"] }));
  assertGreater(labelled.width, bare.width + 10);
  assertGreater(labelled.height, bare.height + 10);
  assertGreater(inkOf(labelled), inkOf(bare) + 20);
});

Deno.test("a row that is no whole number of images is refused when shown", async () => {
  const odd = gridFigure({ "": new Float32Array(7) }, { size: 8 });
  await assertRejects(() => odd[display](), TypeError, "whole images");
});

Deno.test("a picture keeps sharp pixels", async () => {
  const image = { width: 2, height: 1, rgb: new Uint8Array([255, 0, 0, 0, 0, 255]) };
  const picture = await decodeFigure(imageFigure(image, { scale: 10 }));
  assertEquals(pixelAt(picture, 14 + 8, 14 + 5), [255, 0, 0]);
  assertEquals(pixelAt(picture, 14 + 12, 14 + 5), [0, 0, 255]);
});
