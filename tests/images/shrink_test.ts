import { assertEquals } from "@std/assert";
import { shrink } from "../../lib/images/shrink.ts";

const source = (width: number, height: number, channels: 3 | 4, bytes: number[]) => ({
  width,
  height,
  channels,
  readRows: (top: number, count: number) =>
    Uint8Array.from(bytes.slice(top * width * channels, (top + count) * width * channels)),
});

Deno.test("squares become their mean, what is left at the edges too", () => {
  const grey = [0, 10, 20, 30, 40, 50, 60, 70, 80].flatMap((v) => [v, v, v + 1]);
  assertEquals([...shrink(source(3, 3, 3, grey), 2)], [
    20,
    20,
    21,
    35,
    35,
    36,
    65,
    65,
    66,
    80,
    80,
    81,
  ]);
  assertEquals([...shrink(source(3, 3, 3, grey), 4)], [40, 40, 41]);
});

Deno.test("what cannot be seen colours nothing", () => {
  const pixels = [100, 50, 0, 255, 9, 9, 9, 0, 200, 50, 0, 255, 9, 9, 9, 0];
  assertEquals([...shrink(source(2, 2, 4, pixels), 2)], [150, 50, 0, 128]);
  assertEquals([...shrink(source(2, 1, 4, [9, 9, 9, 0, 9, 9, 9, 0]), 2)], [0, 0, 0, 0]);
});
