import { assertEquals } from "@std/assert";
import { readTiffTags } from "../../lib/images/tiff_tags.ts";
import { fixture } from "./reference.ts";

const WIDTH = 256, HEIGHT = 257, BITS = 258, SAMPLES = 277;

Deno.test("tags are read in both byte orders, and of a BigTIFF", () => {
  for (const name of ["rgb.tif", "big_endian.tif", "odd/big_tiled16.tif"]) {
    const tags = readTiffTags(fixture(name));
    assertEquals([WIDTH, HEIGHT, SAMPLES].map((tag) => tags.get(tag)), [[48], [40], [3]]);
    assertEquals(tags.get(BITS)?.length, 3);
  }
});

Deno.test("a file that ends early has the tags that are whole", () => {
  const file = fixture("rgb.tif");
  for (let length = 0; length < file.length; length += 7) readTiffTags(file.subarray(0, length));
  assertEquals(readTiffTags(file.subarray(0, 8)).size, 0);
});
