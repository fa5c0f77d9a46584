import { assertEquals } from "@std/assert";
import { openWith } from "./open_with.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

const FIXTURES = new URL("../../fixtures/images/", import.meta.url);
const NAMES = [
  "rgb.jpg",
  "lzw.tif",
  "animated.gif",
  "odd/lossless.webp",
  "odd/sideways.avif",
  "odd/sideways.heic",
  "odd/cmyk_without_adobe.jpg",
];

Deno.test("a folder of every format is found and read by the decoding threads", () =>
  inTemporaryFolder(async (folder) => {
    for (const domain of ["a", "b"]) {
      Deno.mkdirSync(`${folder}/data/${domain}`, { recursive: true });
      for (const name of NAMES) {
        const to = `${folder}/data/${domain}/${name.replace("odd/", "")}`;
        Deno.copyFileSync(new URL(name, FIXTURES), to);
      }
    }
    const data = await openWith(`${folder}/data`, {
      size: 8,
      heldOut: 0.25,
      seed: 1,
      packDir: `${folder}/packs`,
    });
    assertEquals(data.skipped, []);
    const image = new Uint8Array(8 * 8 * 3);
    for (const c of [0, 1]) {
      assertEquals(data.train.counts[c] + data.heldOut.counts[c], NAMES.length);
      for (let i = 0; i < data.train.counts[c]; i++) {
        data.train.read(c, i, image);
        // All show one picture: red grows to the right, green downwards.
        assertEquals([image[0] < 60, image[21] > 190, image[1] < 60, image[169] > 190], [
          true,
          true,
          true,
          true,
        ]);
      }
    }
    data.train.close();
    data.heldOut.close();
  }));
