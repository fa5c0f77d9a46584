import { assertEquals, assertStringIncludes } from "@std/assert";
import { display } from "../../lib/notebook/displayable.ts";
import { tableFigure } from "../../lib/notebook/table_figure.ts";

Deno.test("a table is HTML and aligned text; whole numbers keep no decimals", async () => {
  const rows = [{ network: "G", weights: 12 }, { network: "a<b", weights: 0.98765 }];
  const bundle = await tableFigure(rows, { title: "Sizes", digits: 2 })[display]();
  assertEquals(bundle["text/plain"], "Sizes\nnetwork  weights\nG             12\na<b         0.99");
  assertStringIncludes(bundle["text/html"], "a&lt;b");
  assertEquals(bundle["text/html"].match(/<tr/g)?.length, 3);
});
