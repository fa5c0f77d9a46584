import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { meanMsSsim, msSsim, scaleCount } from "../../lib/evaluation/ms_ssim.ts";
import { ssim } from "../../lib/evaluation/ssim.ts";
import { Random } from "../../lib/random.ts";

const noise = (seed: number, size: number) =>
  new Random(seed).fillUniform(new Float32Array(size * size * 3), -1, 1);

Deno.test("as many scales as the window fits into, five at most", () => {
  assertEquals([11, 20, 21, 32, 64, 128, 160, 161].map(scaleCount), [1, 1, 2, 2, 3, 4, 4, 5]);
});

Deno.test("MS-SSIM: 1 for equal images, SSIM itself on one scale, low for noise", () => {
  assertAlmostEquals(msSsim(noise(1, 32), noise(1, 32), 32), 1, 1e-6);
  const a = noise(1, 16), b = a.map((v, i) => v + 0.3 * noise(2, 16)[i]);
  assertAlmostEquals(msSsim(a, b, 16), ssim(a, b, 16), 1e-9);
  const unrelated = msSsim(noise(1, 64), noise(2, 64), 64);
  assert(unrelated >= 0 && unrelated < 0.2, `${unrelated}`);
});

Deno.test("two flat images differ by luminance alone, which the last scale sees", () => {
  const flat = (v: number) => new Float32Array(32 * 32 * 3).fill(v), c1 = 0.0004;
  const luminance = (2 * 0.5 * 0.25 + c1) / (0.25 + 0.0625 + c1);
  const weight = 0.2856 / (0.0448 + 0.2856);
  assertAlmostEquals(msSsim(flat(0.5), flat(0.25), 32), luminance ** weight, 1e-6);
});

Deno.test("the mean is over image i and image i + N/2", () => {
  const [a, b] = [noise(1, 16), noise(2, 16)];
  const images = new Float32Array([...a, ...b, ...a, ...a]);
  assertAlmostEquals(meanMsSsim(images, 16)!, (1 + msSsim(b, a, 16)) / 2, 1e-6);
  assertEquals(meanMsSsim(a, 16), null);
});
