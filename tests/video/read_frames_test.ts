import { assertEquals, assertRejects } from "@std/assert";
import { splitPpm } from "../../lib/video/read_frames.ts";

function stream(bytes: Uint8Array, piece: number): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (let i = 0; i < bytes.length; i += piece) controller.enqueue(bytes.slice(i, i + piece));
      controller.close();
    },
  });
}

function ppm(width: number, height: number, value: number): Uint8Array {
  const header = new TextEncoder().encode(`P6\n${width} ${height}\n255\n`);
  // 10 and 32 are white space in a header, and colours here.
  return Uint8Array.from([...header, ...Array(width * height * 3).fill(value)]);
}

const two = Uint8Array.from([...ppm(3, 2, 10), ...ppm(1, 4, 32)]);

Deno.test("pictures come whole, however the stream is cut", async () => {
  for (const piece of [1, 7, 1000]) {
    const frames = await Array.fromAsync(splitPpm(stream(two, piece)));
    assertEquals(frames.map(({ width, height, rgb }) => [width, height, rgb.length, rgb[0]]), [
      [3, 2, 18, 10],
      [1, 4, 12, 32],
    ]);
  }
});

Deno.test("a last picture that is cut short is left out", async () => {
  assertEquals((await Array.fromAsync(splitPpm(stream(two.slice(0, -1), 5)))).length, 1);
  assertEquals((await Array.fromAsync(splitPpm(stream(two.slice(0, 4), 5)))).length, 0);
  assertEquals((await Array.fromAsync(splitPpm(stream(new Uint8Array(), 5)))).length, 0);
});

Deno.test("other bytes are refused", async () => {
  const text = new TextEncoder().encode("P5\n3 2\n255\n......");
  await assertRejects(() => Array.fromAsync(splitPpm(stream(text, 9))), Error, "PPM");
});
