import { assert, assertEquals } from "@std/assert";
import { pretrainedNames } from "../../../lib/training/pretrained.ts";
import { modelCard, sectionOf } from "../../../tasks/page/model_card.ts";

Deno.test("a card is the section whose heading names the weights, or all where none does", () => {
  const text = "# all\nx\n## mine-64\na\n### more\nb\n## other\nc\n";
  assertEquals(sectionOf(text, "mine-64"), "## mine-64\na\n### more\nb");
  assertEquals(sectionOf(text, "other"), "## other\nc\n");
  assertEquals(sectionOf(text, "unknown"), text);
});

Deno.test("the card of all shipped weights leads nowhere out of the page and tells of limits", async () => {
  for (const name of pretrainedNames) {
    const html = await modelCard(name);
    assert(html.includes("<table>") && /limits|licen[cs]e|terms/i.test(html), name);
    assert(!/<a\b|<img\b|<script\b/.test(html), name);
  }
});
