import { assertEquals, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { parseHTML } from "linkedom";
import { display } from "../../lib/notebook/displayable.ts";
import { gridFigure } from "../../lib/notebook/grid_figure.ts";
import { sliderFigure } from "../../lib/notebook/slider_figure.ts";
import { tableFigure } from "../../lib/notebook/table_figure.ts";

const gray = (value: number) =>
  gridFigure({ "": new Float32Array(8 * 8 * 3).fill(value) }, { size: 8 });

/** What is used of an element; Deno has no types of the browser's. */
interface Element {
  readonly style: { display: string };
  readonly textContent: string;
  value: string;
  getAttribute(name: string): string;
  querySelector(selector: string): Element;
  querySelectorAll(selector: string): Iterable<Element>;
  dispatchEvent(event: unknown): void;
}

Deno.test("the slider's HTML holds every frame, so that it needs no kernel", async () => {
  const frames = { "t = 0": gray(-1), "t < 1": gray(0), "t = 1": gray(0.5) };
  const bundle = await sliderFigure(frames, { title: "Grays" })[display]();
  for (const frame of Object.values(frames)) {
    assertStringIncludes(bundle["text/html"], (await frame[display]())["image/png"]);
  }
  assertStringIncludes(bundle["text/html"], "t &lt; 1");
  assertEquals(bundle["text/plain"], "Grays\nt = 0 | t < 1 | t = 1");
});

Deno.test("its script leaves the chosen frame alone in view", async () => {
  const frames = { "a": gray(-1), "b": gray(0), "c": gray(0.5) };
  const html = (await sliderFigure(frames, { start: 1 })[display]())["text/html"];
  const page = parseHTML(`<!doctype html><html><body>${html}</body></html>`) as unknown as {
    document: Element & { currentScript: Element };
    Event: new (name: string) => unknown;
  };
  const { document } = page, script = document.querySelector("script");
  new Function("document", script.textContent)(
    new Proxy(document, {
      get: (target, key) => {
        if (key === "currentScript") return script;
        const value = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    }),
  );
  const shown = () =>
    Array.from(document.querySelectorAll("figure")).filter((frame) =>
      frame.style.display !== "none"
    )
      .map((frame) => frame.querySelector("figcaption").textContent);
  assertEquals(shown(), ["b"]);
  const slider = document.querySelector("input");
  slider.value = "2";
  slider.dispatchEvent(new page.Event("input"));
  assertEquals(shown(), ["c"]);
});

Deno.test("a start that is no frame is refused, and so is a frame that is no picture", async () => {
  assertThrows(() => sliderFigure({ "a": gray(0) }, { start: 1 }), RangeError, "from 0 to 0");
  const table = sliderFigure({ "a": tableFigure([{ a: 1 }]) });
  await assertRejects(() => table[display](), TypeError, `Frame "a"`);
});
