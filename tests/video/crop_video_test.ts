import { assertEquals } from "@std/assert";
import { pictureStem } from "../../lib/video/crop_video.ts";

Deno.test("the names of pictures begin with the video's, other characters replaced", () => {
  assertEquals(pictureStem("videos/ann/IMG_1.MOV"), "IMG_1");
  assertEquals(pictureStem("C:\\videos\\clip 1.part-2.mp4"), "clip_1_part-2");
  assertEquals(pictureStem("clip_1"), "clip_1");
});
