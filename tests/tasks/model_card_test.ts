import { assert, assertEquals } from "@std/assert";
import { readPosition } from "../../tasks/shared/checkpoint_position.ts";
import { shippedWeights } from "../../tasks/shared/shipped_weights.ts";

const UNKNOWN = "not yet there";

Deno.test("the model card is filled in, and its SHA-256 is that of the weights", async () => {
  const card = await Deno.readTextFile(shippedWeights.card);
  const field = (name: string) => new RegExp(`^\\| ${name} +\\| (.+?) +\\|$`, "m").exec(card)?.[1];
  const bytes = await Deno.readFile(shippedWeights.path).catch(() => null);
  if (!bytes) {
    // A card without weights must not claim anything of them.
    assertEquals(field("SHA-256"), UNKNOWN);
    return;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  assertEquals(field("SHA-256")?.replaceAll("`", ""), digest);
  assert(!card.includes(UNKNOWN), "a field of the card is not filled in");
  const { config, domains } = await readPosition(shippedWeights.path);
  assertEquals([config.size, ...domains], [64, "man", "woman"]);
  assertEquals(field("seed"), String(config.seed));
  assert(bytes.length < 16 * 2 ** 20, "too large to ship");
});
