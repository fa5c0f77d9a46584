import { assertEquals } from "@std/assert";
import { ownFindings } from "../../tasks/doc_lint.ts";

Deno.test("references to tfjs' types and other people's files are let through, every other finding stays", () => {
  const foreign =
    "error[private-type-ref]: public type 'encode' references private type 'Tensor2D'";
  const own = "error[private-type-ref]: public type 'encode' references private type 'Mine'";
  const missing = "error[missing-jsdoc]: exported symbol is missing JSDoc documentation";
  const place = "\n   --> /im2im/lib/a.ts:1:1\n  | \n1 | export const a = 1;\n\n\n";
  const report = `Check mod.ts\n${foreign}${place}${own}${place}${missing}${place}` +
    missing + place.replace("/im2im", "/npm") +
    "error: Found 3 documentation lint errors.\n";
  assertEquals(
    ownFindings(report, "/im2im"),
    [own, missing].map((text) => (text + place).trimEnd()),
  );
  assertEquals(ownFindings("", "/im2im"), []);
});
