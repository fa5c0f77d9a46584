import { assert, assertEquals, assertLess, assertMatch } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { makeBmp } from "./make_bmp.ts";
import { drawFrom, mutate } from "./mutate.ts";
import { fixture, reference } from "./reference.ts";

const folder = new URL("../../fixtures/images/", import.meta.url);
const namesIn = (place: string) =>
  Array.from(Deno.readDirSync(new URL(place, folder)))
    .filter((entry) => entry.isFile).map((entry) => place + entry.name).sort();

const { width, height, rgb } = reference;
const rows = Array.from(
  { length: height },
  (_, y) => rgb.subarray(y * width * 3, (y + 1) * width * 3),
);
const files: Uint8Array[] = [
  ...[...namesIn("./"), ...namesIn("./odd/")].map(fixture),
  encodePng(reference),
  makeBmp({ width, height, bitsPerPixel: 24 }, rows),
];

const REASON =
  /^(The (file is empty|\w+ file (is (truncated|damaged \(.+\)|of a kind that is not supported \(.+\))|has no pixels|needs more memory than its decoder may take))|Not a PNG, .* file|This is .*, which is not supported: give PNG, .*|\d+ x \d+ pixels are more than the limit of \d+ million)$/;

Deno.test("1,000 mutated files are decoded or refused by a reason, each at once", async () => {
  let decoded = 0;
  for (let seed = 0; seed < 1000; seed++) {
    const draw = drawFrom(seed), file = mutate(files[draw(files.length)], draw);
    const before = performance.now();
    try {
      const image = await decodeImage(file);
      assertEquals(image.rgb.length, image.width * image.height * 3);
      decoded++;
    } catch (error) {
      assert(error instanceof Error);
      assertEquals(error.constructor, Error, `seed ${seed}: ${error}`);
      assertMatch(error.message, REASON);
    }
    assertLess(performance.now() - before, 20_000, `seed ${seed}`);
  }
  assert(decoded > 100 && decoded < 900, `${decoded} were decoded`);
});

Deno.test("after all of them, good pictures are decoded as before", async () => {
  assertEquals(await decodeImage(fixture("odd/lossless.webp")), reference);
  assertEquals(await decodeImage(encodePng(reference)), reference);
});
