import { assertEquals } from "@std/assert";
import { closest } from "../../lib/data/closest.ts";

Deno.test("the nearest word is found, whatever its case", () => {
  const words = ["batch", "backend", "steps1", "steps2", "gf"];
  assertEquals(closest("bacth", words), "batch");
  assertEquals(closest("BATCH", words), "batch");
  assertEquals(closest("step2", words), "steps2");
  assertEquals(closest("df", words), "gf");
});

Deno.test("nothing is suggested where nothing is near", () => {
  assertEquals(closest("learningRate", ["batch", "gf"]), undefined);
  assertEquals(closest("x", []), undefined);
});
