import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { Random } from "../../lib/random.ts";
import { createAugment, identityAugment } from "../../lib/training/diff_augment.ts";

tf.enableProdMode();
await tf.setBackend("cpu");

const images = () => tf.randomUniform<tf.Rank.R4>([3, 16, 16, 3], -1, 1, "float32", 4);

Deno.test("no policy is no change", () => {
  assert(createAugment([], new Random(1)) === identityAugment);
});

Deno.test("translation moves whole pixels by at most an eighth and lets zeros in", () => {
  const x = images(), y = createAugment(["translation"], new Random(1))(x);
  const [a, b] = [x.arraySync(), y.arraySync()];
  a.forEach((image, n) => {
    const shifts = [];
    for (let dy = -2; dy <= 2; dy++) {
      for (let dx = -2; dx <= 2; dx++) {
        const fits = b[n].every((row, i) =>
          row.every((pixel, j) =>
            pixel.every((v, k) => Math.abs(v - (image[i - dy]?.[j - dx]?.[k] ?? 0)) < 1e-6)
          )
        );
        if (fits) shifts.push([dy, dx]);
      }
    }
    assertEquals(shifts.length, 1);
  });
});

Deno.test("cutout clears a square of half the side, less what lies outside", () => {
  const y = createAugment(["cutout"], new Random(2))(tf.ones([64, 16, 16, 3]));
  const cleared = tf.sub(1, y).sum([1, 2, 3]).div(3).arraySync() as number[];
  cleared.forEach((n) => assert(n >= 16 && n <= 64, `${n} pixels cleared`));
  assert(cleared.some((n) => n === 64));
});

Deno.test("color keeps the shape of an image and its gradient is what differences say", () => {
  const x = images(), weights = tf.randomNormal([3, 16, 16, 3], 0, 1, "float32", 8);
  const f = (t: tf.Tensor) =>
    createAugment(["color", "translation", "cutout"], new Random(3))(t as tf.Tensor4D)
      .mul(weights).sum();
  const direction = tf.randomNormal(x.shape, 0, 1, "float32", 9);
  const slope = tf.grad(f)(x).mul(direction).sum().dataSync()[0], h = 1e-2;
  const ahead = f(x.add(direction.mul(h))).dataSync()[0];
  const behind = f(x.sub(direction.mul(h))).dataSync()[0];
  assertAlmostEquals(slope, (ahead - behind) / (2 * h), Math.abs(slope) * 5e-3 + 5e-2);
  assertLess(0, Math.abs(slope));
});
