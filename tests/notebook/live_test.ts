import { assert, assertEquals, assertThrows } from "@std/assert";
import { display, displayable } from "../../lib/notebook/displayable.ts";
import { every } from "../../lib/notebook/every.ts";
import { findKernel, type Kernel } from "../../lib/notebook/kernel.ts";
import { live } from "../../lib/notebook/live.ts";
import { show } from "../../lib/notebook/show.ts";
import { stopSignal } from "../../lib/notebook/stop_signal.ts";

const text = (words: string) => displayable(() => Promise.resolve({ "text/plain": words }));

Deno.test("a live place is filled once and then updated under the same id", async () => {
  const calls: { data: unknown; display_id: string; update: boolean }[] = [];
  const kernel: Kernel = {
    display(object, options) {
      const render = (object as Record<symbol, () => unknown>)[display];
      calls.push({ data: render(), ...options });
      return Promise.resolve();
    },
  };
  const place = live(kernel), other = live(kernel);
  await place.show(text("a"));
  await place.show(text("b"));
  await other.show(text("c"));
  assertEquals(calls.map(({ data, update }) => [data, update]), [
    [{ "text/plain": "a" }, false],
    [{ "text/plain": "b" }, true],
    [{ "text/plain": "c" }, false],
  ]);
  assertEquals(calls[0].display_id, calls[1].display_id);
  assert(calls[0].display_id !== calls[2].display_id);
});

Deno.test("in a script nothing is drawn", async () => {
  assertEquals(findKernel(), undefined);
  let drawn = 0;
  const object = displayable(() => {
    drawn++;
    return Promise.resolve({ "text/plain": "" });
  });
  await live().show(object);
  await show(object, object);
  assertEquals(drawn, 0);
});

Deno.test("every answers yes at once, and again when the time has passed", () => {
  let now = 0;
  const due = every(2, () => now);
  assertEquals([due(), due()], [true, false]);
  now = 1999;
  assertEquals(due(), false);
  now = 2000;
  assertEquals([due(), due()], [true, false]);
});

Deno.test("a stop signal aborts when its time is up, and never without a time", async () => {
  const endless = stopSignal(), short = stopSignal(0.01);
  assertEquals([endless.aborted, short.aborted], [false, false]);
  await new Promise((resolve) => setTimeout(resolve, 60));
  assertEquals([endless.aborted, short.aborted], [false, true]);
  assertThrows(() => stopSignal(-1), RangeError, "got -1");
  assertThrows(() => stopSignal(NaN), RangeError, "got NaN");
});
