import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { pictureName, pictureStem } from "../../lib/video/crop_video.ts";

Deno.test("the names of pictures begin with the video's, other characters replaced", () => {
  assertEquals(pictureStem("videos/ann/IMG_1.MOV"), "IMG_1");
  assertEquals(pictureStem("C:\\videos\\clip 1.part-2.mp4"), "clip_1_part-2");
  assertEquals(pictureStem("clip_1"), "clip_1");
});

Deno.test("a video's name that leaves no room for the frame is shortened, and stays its own", () => {
  assertEquals(pictureName("a/clip 1.mp4", 12), "clip_1-000012.png");
  const long = "n".repeat(251);
  const names = [`${long}.mp4`, `${long.slice(1)}m.mov`].map((video) => pictureName(video, 7));
  for (const name of names) assert(name.length <= 255 && name.endsWith("-000007.png"), name);
  assertNotEquals(names[0], names[1]);
});
