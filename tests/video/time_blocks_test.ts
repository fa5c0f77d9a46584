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

Deno.test("to validate on, other blocks are held out, and the test blocks are in no part", () => {
  const frames = Array.from({ length: 2000 }, (_, i) => i / 10);
  const test = frames.map((time) => useOfFrame(time, 200));
  const validation = frames.map((time) => useOfFrame(time, 200, "validation"));
  const share = validation.filter((use) => use === "held-out").length / 2000;
  assertEquals(share, 0.2);
  frames.forEach((time, i) => {
    if (validation[i] === "gap") return;
    assertEquals(test[i], "train", `${time} s is ${validation[i]}, and ${test[i]} by default`);
  });
  assertEquals(useOfFrame(41, 200, "validation"), "held-out");
  assertEquals(useOfFrame(39.5, 200, "validation"), "gap");
  assertEquals(useOfFrame(35, 200, "validation"), "train");
});
