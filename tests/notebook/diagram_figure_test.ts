import { assertEquals, assertGreater, assertThrows } from "@std/assert";
import { type Diagram, diagramFigure } from "../../lib/notebook/diagram_figure.ts";
import { decodeFigure, inkOf, pixelAt } from "./decode_figure.ts";

const tower: Diagram = {
  boxes: {
    top: { text: "x", column: 0, row: 0 },
    bottom: { text: "G", column: 0, row: 1, kind: "network" },
  },
  arrows: [["bottom", "top"]],
};

/** Margin of a figure, middle of column 0, tops of the rows. */
const MARGIN = 14, MIDDLE = 14 + 46, TOP = 14 + 34, ROW = 62, HEIGHT = 32;

Deno.test("a network is filled, a value is not, and an arrow points from one to the other", async () => {
  const picture = await decodeFigure(diagramFigure({ "": tower }));
  const left = MARGIN + 12;
  assertEquals(pixelAt(picture, left, TOP + ROW + HEIGHT / 2), [9, 105, 218]);
  assertEquals(pixelAt(picture, left, TOP + HEIGHT / 2), [255, 255, 255]);
  // The shaft between the boxes, and the head: wide under the upper box, narrow at the lower.
  const muted = [89, 99, 110];
  assertEquals(pixelAt(picture, MIDDLE, TOP + HEIGHT + 20), muted);
  const wide = (y: number) => [-2, 2].map((dx) => pixelAt(picture, MIDDLE + dx, y));
  assertEquals(wide(TOP + HEIGHT + 7), [muted, muted]);
  assertEquals(wide(TOP + ROW - 4), [[255, 255, 255], [255, 255, 255]]);
});

Deno.test("an arrow to or from a wide box stands upright, another slants", async () => {
  const wide = (to: number): Diagram => ({
    boxes: {
      D: { text: "D", column: 1, row: 0, span: 3 },
      c: { text: "c", column: to, row: 1 },
    },
    arrows: [["c", "D"]],
  });
  for (const column of [0, 1, 2]) {
    const picture = await decodeFigure(diagramFigure({ "": wide(column) }));
    const x = MARGIN + (column + 0.5) * 92;
    assertEquals(pixelAt(picture, x, TOP + HEIGHT + 20), [89, 99, 110], `${column}`);
  }
  const narrow = wide(2), slanted = { ...narrow.boxes.D, span: 1 };
  const picture = await decodeFigure(
    diagramFigure({ "": { ...narrow, boxes: { ...narrow.boxes, D: slanted } } }),
  );
  assertEquals(pixelAt(picture, MARGIN + 2.5 * 92, TOP + HEIGHT + 8), [255, 255, 255]);
});

Deno.test("panels stand side by side, each under its title", async () => {
  const one = await decodeFigure(diagramFigure({ "One": tower }));
  const two = await decodeFigure(diagramFigure({ "One": tower, "Two": tower }));
  assertEquals(two.height, one.height);
  assertEquals(two.width, one.width + 92 + 34);
  assertGreater(inkOf(one), inkOf(await decodeFigure(diagramFigure({ "": tower }))));
});

Deno.test("arrows that lead nowhere are refused", () => {
  const lost: Diagram = { boxes: tower.boxes, arrows: [["bottom", "E"]] };
  assertThrows(() => diagramFigure({ "": lost }), RangeError, "the box E, which is not there");
  const flat: Diagram = {
    boxes: { a: { text: "", column: 0, row: 0 }, b: { text: "", column: 1, row: 0 } },
    arrows: [["a", "b"]],
  };
  assertThrows(() => diagramFigure({ "": flat }), RangeError, "different rows");
});
