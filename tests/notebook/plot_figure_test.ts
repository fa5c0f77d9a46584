import * as Plot from "@observablehq/plot";
import { assertEquals, assertGreater, assertLess } from "@std/assert";
import type { TrainEvent } from "../../lib/training/train.ts";
import { display } from "../../lib/notebook/displayable.ts";
import { lossFigure } from "../../lib/notebook/loss_figure.ts";
import { plotFigure } from "../../lib/notebook/plot_figure.ts";
import { decodeFigure, inkOf, pixelAt } from "./decode_figure.ts";

Deno.test("a plot draws its marks at their place, in their colour", async () => {
  const picture = await decodeFigure(plotFigure({
    width: 300,
    height: 200,
    margin: 50,
    x: { domain: [0, 1] },
    y: { domain: [0, 1] },
    marks: [Plot.rect([[0]], { x1: 0, x2: 0.5, y1: 0, y2: 1, fill: "#ff0000" })],
  }));
  assertEquals(pixelAt(picture, 14 + 50 + 50, 14 + 100), [255, 0, 0]);
  assertEquals(pixelAt(picture, 14 + 50 + 150, 14 + 100), [255, 255, 255]);
});

Deno.test("a legend is drawn over the plot and may be wider than it", async () => {
  const points = ["first series", "second series"].map((name, x) => ({ name, x, y: 1 }));
  const options = { width: 120, marks: [Plot.dot(points, { x: "x", y: "y", fill: "name" })] };
  const bare = await decodeFigure(plotFigure(options));
  const named = await decodeFigure(plotFigure({ ...options, color: { legend: true } }));
  assertGreater(named.width, bare.width + 50);
  assertEquals(named.height, bare.height + 24);
  assertEquals(pixelAt(named, 14 + 6, 14 + 8), [66, 105, 208]); // the first colour of Plot's scheme
});

Deno.test("losses: only readings are drawn, and many points do not slow it down", async () => {
  const event = (step: number): TrainEvent => {
    const losses = step % 2 ? null : { "d/source": Math.sin(step / 9), "g/source": 1 };
    return {
      stage: 1,
      step,
      steps: 20_000,
      losses,
      seconds: step,
      imagesPerSecond: 1,
      blownUp: [],
    };
  };
  const none = lossFigure([event(1)], { title: "Losses" });
  const many = lossFigure(Array.from({ length: 20_000 }, (_, i) => event(i)), { title: "Losses" });
  assertGreater(inkOf(await decodeFigure(many)), inkOf(await decodeFigure(none)) + 500);
  assertLess((await many[display]())["image/png"].length, 100_000);
});
