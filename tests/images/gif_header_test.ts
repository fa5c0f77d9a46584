import { assertEquals } from "@std/assert";
import { readGifHeader } from "../../lib/images/gif_header.ts";
import { fixture } from "./reference.ts";

Deno.test("a GIF counts with its first frame, which may be larger than its screen", () => {
  const gif = fixture("animated.gif").slice();
  assertEquals([readGifHeader(gif)?.width, readGifHeader(gif)?.height], [48, 40]);
  const frame = gif.indexOf(0x2c, 13 + 3 * (2 << (gif[10] & 7)));
  new DataView(gif.buffer).setUint16(frame + 5, 60_000, true);
  assertEquals(readGifHeader(gif)?.width, 60_000);
});
