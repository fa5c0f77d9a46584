import { assertAlmostEquals, assertEquals } from "@std/assert";
import { useOfFrame } from "../../lib/video/time_blocks.ts";

Deno.test("in a long video every fifth block of 10 s is held out, a second beside it is not used", () => {
  const use = (time: number) => useOfFrame(time, 200);
  const times = [0, 18.9, 19.1, 20, 29.9, 30.1, 30.9, 31.1, 68, 70, 79.9, 199];
  assertEquals(times.map(use), [
    ...["train", "train", "gap", "held-out", "held-out", "gap", "gap", "train", "train"],
    ...["held-out", "held-out", "train"],
  ]);
});

Deno.test("of a short video the middle fifth is held out", () => {
  const uses = Array.from({ length: 1000 }, (_, i) => useOfFrame(i / 100, 10));
  const first = uses.indexOf("held-out"), last = uses.lastIndexOf("held-out");
  assertEquals([first, last], [400, 599]);
  const share = uses.filter((use) => use === "gap").length / 1000;
  assertAlmostEquals(share, 0.04, 0.005);
});
