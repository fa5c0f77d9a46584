import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { createAugmenter } from "../../lib/data/augment.ts";
import { Random } from "../../lib/random.ts";

const size = 16;
const none = { flip: false, zoom: 1, rotate: 0, cropFrom: size };
/** Red grows to the right, green downwards, blue is constant. */
const ramp = Uint8Array.from({ length: size * size * 3 }, (_, i) => {
  const x = Math.floor(i / 3) % size, y = Math.floor(i / 3 / size);
  return [x * 16, y * 16, 200][i % 3];
});
const unit = (byte: number) => byte / 127.5 - 1;

function apply(config: typeof none, seed: number): Float32Array {
  const target = new Float32Array(size * size * 3);
  createAugmenter(size, config)(ramp, new Random(seed), target, 0);
  return target;
}

Deno.test("no augmentation maps bytes to [-1, 1] and nothing else", () => {
  assertEquals(apply(none, 1), Float32Array.from(ramp, unit));
});

Deno.test("flip mirrors about half of the images, exactly", () => {
  let mirrored = 0;
  for (let seed = 0; seed < 200; seed++) {
    const image = apply({ ...none, flip: true }, seed);
    const left = image[0] === unit(0);
    if (!left) mirrored++;
    for (let x = 0; x < size; x++) {
      assertAlmostEquals(image[x * 3], unit((left ? x : size - 1 - x) * 16), 1e-6);
    }
  }
  assert(mirrored > 70 && mirrored < 130, `${mirrored} of 200`);
});

Deno.test("the sampling path agrees with the copying path where it does nothing", () => {
  const tiny = { ...none, rotate: 1e-9 };
  apply(tiny, 3).forEach((v, i) => assertAlmostEquals(v, unit(ramp[i]), 1e-6));
});

Deno.test("rotation turns about the centre by at most its angle", () => {
  let most = 0;
  for (let seed = 0; seed < 100; seed++) {
    const image = apply({ ...none, rotate: 10 }, seed);
    const at = (x: number, y: number) => (image[(y * size + x) * 3] + 1) * 127.5;
    const slopeX = (at(10, 8) - at(5, 8)) / 5 / 16, slopeY = (at(8, 10) - at(8, 5)) / 5 / 16;
    const angle = Math.atan2(slopeY, slopeX) * 180 / Math.PI;
    assert(Math.abs(angle) < 10.01);
    most = Math.max(most, Math.abs(angle));
    const centre = (at(7, 7) + at(8, 7) + at(7, 8) + at(8, 8)) / 4;
    assertAlmostEquals(centre, 7.5 * 16, 0.01);
  }
  assert(most > 8, `largest angle ${most}`);
});

Deno.test("zoom magnifies by at most 1 / zoom", () => {
  const slopes = Array.from({ length: 100 }, (_, seed) => {
    const image = apply({ ...none, zoom: 0.8 }, seed);
    return (image[(8 * size + 10) * 3] - image[(8 * size + 5) * 3]) * 127.5 / 5 / 16;
  });
  assert(Math.min(...slopes) > 0.799 && Math.min(...slopes) < 0.83);
  assert(Math.max(...slopes) < 1.001 && Math.max(...slopes) > 0.97);
});

Deno.test("cropFrom enlarges and moves, never past the border", () => {
  const firsts = Array.from({ length: 100 }, (_, seed) => {
    const image = apply({ ...none, cropFrom: 20 }, seed);
    const at = (x: number) => (image[x * 3] + 1) * 127.5 / 16;
    assertAlmostEquals(at(10) - at(5), 5 * size / 20, 1e-4);
    return at(2);
  });
  // In pixels of the source, pixel 2 of the target lies 5.5 * 0.8 left of the centre, moved by 1.6.
  assert(Math.min(...firsts) > 7.5 - 4.4 - 1.61 && Math.min(...firsts) < 7.5 - 4.4 - 1.4);
  assert(Math.max(...firsts) < 7.5 - 4.4 + 1.61 && Math.max(...firsts) > 7.5 - 4.4 + 1.4);
});

Deno.test("everything at once stays in [-1, 1] and writes only its place", () => {
  const target = new Float32Array(3 * ramp.length).fill(9);
  const all = { flip: true, zoom: 0.9, rotate: 30, cropFrom: 20 };
  createAugmenter(size, all)(ramp, new Random(1), target, ramp.length);
  assert(target.subarray(0, ramp.length).every((v) => v === 9));
  assert(target.subarray(2 * ramp.length).every((v) => v === 9));
  assert(target.subarray(ramp.length, 2 * ramp.length).every((v) => v >= -1 && v <= 1));
});
