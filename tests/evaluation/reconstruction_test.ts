import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { reconstructionError } from "../../lib/evaluation/reconstruction.ts";

const size = 12, numbers = size * size * 3;
const images = Float32Array.from({ length: 2 * numbers }, (_, i) => 0.3 + Math.sin(i * i) / 4);

Deno.test("a perfect reconstruction has no error, 100 dB and SSIM 1", () => {
  const { mse, mae, psnr, ssim } = reconstructionError(images, images, size);
  assertEquals([mse, mae, psnr], [0, 0, 100]);
  assertAlmostEquals(ssim, 1, 1e-9);
});

Deno.test("an offset of 0.2 gives MSE 0.04, MAE 0.2 and 20 dB", () => {
  const { mse, mae, psnr, ssim } = reconstructionError(images, images.map((v) => v + 0.2), size);
  assertAlmostEquals(mse, 0.04, 1e-6);
  assertAlmostEquals(mae, 0.2, 1e-6);
  assertAlmostEquals(psnr, 20, 1e-4);
  assertAlmostEquals(ssim, 2 * 0.3 * 0.5 / (0.3 ** 2 + 0.5 ** 2), 0.05); // only light differs
});

Deno.test("reconstruction refuses sets that do not match", () => {
  assertThrows(() => reconstructionError(images, images.subarray(1), size), TypeError, "12x12");
  assertThrows(
    () => reconstructionError(new Float32Array(), new Float32Array(), size),
    TypeError,
    "got 0",
  );
});
