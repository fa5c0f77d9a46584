import { assert } from "@std/assert";
import { pretrainedNames } from "../../../lib/training/pretrained.ts";
import { modelCard } from "../../../tasks/page/model_card.ts";

Deno.test("the card of all shipped weights leads nowhere out of the page and tells of limits", async () => {
  for (const name of pretrainedNames) {
    const html = await modelCard(name);
    assert(html.includes(`<h1>${name}`), name);
    assert(html.includes("<table>") && /limits|licen[cs]e|terms/i.test(html), name);
    assert(!/<a\b|<img\b|<script\b/.test(html), name);
  }
});
