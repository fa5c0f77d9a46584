import { assert, assertEquals } from "@std/assert";
import type { RgbImage } from "../../lib/images/crop.ts";

/** The picture behind every fixture: red grows to the right, green downwards, blue falls. */
export const reference: RgbImage = (() => {
  const width = 48, height = 40, rgb = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rgb[i++] = Math.floor(x * 255 / (width - 1));
      rgb[i++] = Math.floor(y * 255 / (height - 1));
      rgb[i++] = 255 - Math.floor((x + y) * 255 / (width + height - 2));
    }
  }
  return { width, height, rgb };
})();

/** A file of fixtures/images. */
export const fixture = (name: string): Uint8Array =>
  Deno.readFileSync(new URL(`../../fixtures/images/${name}`, import.meta.url));

/** Holds a picture against another: no byte may differ by more. */
export function assertNear(actual: RgbImage, expected: RgbImage, most: number): void {
  assertEquals([actual.width, actual.height], [expected.width, expected.height]);
  const worst = actual.rgb.reduce((w, v, i) => Math.max(w, Math.abs(v - expected.rgb[i])), 0);
  assert(worst <= most, `A byte differs by ${worst}`);
}
