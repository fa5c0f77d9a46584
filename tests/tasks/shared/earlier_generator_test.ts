import { assertEquals, assertStringIncludes } from "@std/assert";
import { earlierGenerator } from "../../../tasks/shared/earlier_generator.ts";

Deno.test("a run says when stage 2 builds on another generator than the last", () => {
  assertEquals(earlierGenerator({ best: null, step1: 10 }), undefined);
  assertEquals(earlierGenerator({ best: { step: 10, metric: 0.1 }, step1: 10 }), undefined);
  const line = earlierGenerator({ best: { step: 4, metric: 0.1 }, step1: 10 });
  assertStringIncludes(line!, "of step 4");
  assertStringIncludes(line!, "of step 10");
});
