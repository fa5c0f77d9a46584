import { assertEquals } from "@std/assert";
import { plainTicks } from "../../lib/notebook/plain_ticks.ts";

Deno.test("a logarithmic axis says 0.1, not 100m, and nothing between powers of ten", () => {
  const { tickFormat } = plainTicks({ type: "log" }) as { tickFormat?: (value: number) => string };
  assertEquals([0.001, 0.1, 0.2, 1, 5, 1000].map(tickFormat!), [
    "0.001",
    "0.1",
    "",
    "1",
    "",
    "1000",
  ]);
});

Deno.test("an axis that is not logarithmic, or says how it wants its ticks, stays as it is", () => {
  for (const scale of [{ type: "linear" }, { type: "log", ticks: [1, 5] }, { label: "step" }]) {
    assertEquals(plainTicks(scale), scale);
  }
});
