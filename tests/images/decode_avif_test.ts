import { assert, assertEquals } from "@std/assert";
import { avifChroma } from "../../lib/images/avif_chroma.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { fixture } from "./reference.ts";

Deno.test("how coarse an AVIF's colours are is read from its settings", () => {
  assertEquals(avifChroma(fixture("odd/coarse.avif")), 420);
  assertEquals(avifChroma(fixture("odd/sideways.avif")), 444);
  assertEquals(avifChroma(new Uint8Array(9)), 444);
});

Deno.test("an AVIF's coarse colours are interpolated, at its edges too", async () => {
  // Four fields of 24 x 20 pixels: red and green above, blue and olive below.
  const { width, height, rgb } = await decodeImage(fixture("odd/coarse.avif"));
  assertEquals([width, height], [48, 40]);
  const at = (x: number, y: number) => [...rgb.subarray((y * 48 + x) * 3, (y * 48 + x) * 3 + 3)];
  const near = (actual: number[], expected: number[], most = 3) =>
    assert(actual.every((v, k) => Math.abs(v - expected[k]) <= most), `${actual} ${expected}`);
  const fields = [[180, 90, 80], [80, 150, 90], [90, 100, 170], [150, 140, 80]];
  fields.forEach((color, i) => near(at(12 + 24 * (i % 2), 10 + 20 * Math.floor(i / 2)), color));

  // Beside an edge a quarter of the colour, but none of the light, is from beyond it.
  const light = ([r, g, b]: number[]) => 0.299 * r + 0.587 * g + 0.114 * b;
  const mixed = (own: number[], other: number[]) =>
    own.map((v, k) => Math.round(v + (other[k] - v - (light(other) - light(own))) / 4));
  near(at(23, 10), mixed(fields[0], fields[1]));
  near(at(12, 20), mixed(fields[2], fields[0]));

  // Every row above the middle is the same, and every column left of it.
  for (let x = 0; x < 48; x++) near(at(x, 0), at(x, 8), 2);
  for (let x = 0; x < 48; x++) near(at(x, 39), at(x, 31), 2);
  for (let y = 0; y < 40; y++) near(at(0, y), at(8, y), 2);
  for (let y = 0; y < 40; y++) near(at(47, y), at(39, y), 2);
});
