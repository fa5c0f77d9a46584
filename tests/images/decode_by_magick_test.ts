import { assertEquals } from "@std/assert";
import { decodeByMagick } from "../../lib/images/decode_by_magick.ts";
import { fixture, reference } from "./reference.ts";

Deno.test("a picture that ends the decoder takes none with it that is decoded beside it", async () => {
  const webp = fixture("odd/lossless.webp"), { width, height, rgb } = reference;
  const request = { kind: "WebP", orientation: 1, mostStored: 2 ** 20 } as const;
  const sizes = [2 ** 20, 500, 2 ** 20, 500, 2 ** 20, 2 ** 20];
  const pictures = await Promise.all(
    sizes.map((most) => decodeByMagick(webp, { ...request, most })),
  );
  pictures.forEach((picture, i) => {
    if (sizes[i] === 500) assertEquals([picture.width, picture.height], [width / 2, height / 2]);
    else assertEquals(picture, { width, height, channels: 3, data: rgb });
  });
});
