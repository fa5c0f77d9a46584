import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { readInfo } from "../../lib/video/probe_video.ts";

const head = `Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:a.mp4':
  Duration: 00:01:02.50, start: 0.000000, bitrate: 300 kb/s
`;
const video = (rates: string) =>
  `  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 360x288, ${rates}\n`;
const sound = "  Stream #0:1[0x2](und): Audio: aac (LC), 44100 Hz, stereo, fltp, 128 kb/s\n";

Deno.test("rate, duration and sound are read from what ffmpeg prints", () => {
  const info = readInfo("a.mp4", head + video("135 kb/s, 25 fps, 25 tbr, 12800 tbn") + sound);
  assertEquals(info, { rate: 25, duration: 62.5, audio: true, container: "mov" });
});

Deno.test("television's rates are a thousandth below whole ones", () => {
  const rate = (rates: string) => readInfo("a.mp4", head + video(rates)).rate;
  assertAlmostEquals(rate("29.97 fps, 29.97 tbr"), 30000 / 1001, 1e-9);
  assertAlmostEquals(rate("23.98 fps, 23.98 tbr"), 24000 / 1001, 1e-9);
  assertEquals(rate("29.83 fps, 30 tbr"), 29.83, "the mean of a varying rate");
  assertEquals(rate("25 tbr, 1k tbn"), 25, "no mean rate");
  assertEquals(rate("1k fps, 1k tbr"), 30, "a unit of time, not a rate");
});

Deno.test("no duration, no sound", () => {
  const text = head.replace("00:01:02.50", "N/A") + video("25 fps");
  assertEquals(readInfo("a.mp4", text).duration, undefined);
  assertEquals(readInfo("a.mp4", text).audio, false);
});

Deno.test("what has no pictures is refused, a record's cover is none", () => {
  assertThrows(() => readInfo("a.m4a", head + sound), Error, "a.m4a has no video stream");
  const cover = "  Stream #0:1: Video: png, rgb24, 300x300, 90k tbr (attached pic)\n";
  assertThrows(() => readInfo("a.mp3", head + sound + cover), Error, "no video stream");
  const text = "[mov,mp4 @ 0x55] moov atom not found\nfile:a.mp4: Invalid data found\n";
  assertThrows(() => readInfo("a.mp4", text), Error, "moov atom not found: the file is truncated");
});
