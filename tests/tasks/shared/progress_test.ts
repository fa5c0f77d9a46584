import { assertEquals, assertMatch } from "@std/assert";
import { duration, startProgress } from "../../../tasks/shared/progress.ts";

Deno.test("durations read as people say them", () => {
  assertEquals(
    [0.4, 59.4, 60, 200, 3599, 3600, 7500].map(duration),
    ["0 s", "59 s", "1 min 0 s", "3 min 20 s", "59 min 59 s", "1 h 0 min", "2 h 5 min"],
  );
});

Deno.test("without a terminal there are few lines, and the last state is always shown", () => {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const whole = startProgress({ label: "Work", total: 3, bar: false, print });
  for (let done = 1; done <= 3; done++) whole.update(done, `loss ${done}`);
  whole.stop();
  assertEquals(lines, ["Work 3/3  loss 3"]);
  const part = startProgress({ label: "Work", total: 4, from: 1, bar: false, print });
  part.update(2, "a");
  part.stop();
  assertMatch(lines[1], /^Work 2\/4 {2}\d+ s left {2}a$/);
  assertEquals(lines.length, 2);
});
