import { assertAlmostEquals, assertEquals, assertMatch, assertRejects } from "@std/assert";
import type { RgbImage } from "../../lib/images/crop.ts";
import { probeVideo } from "../../lib/video/probe_video.ts";
import { readFrames } from "../../lib/video/read_frames.ts";
import { inTemporaryFolder } from "../data/temporary_folder.ts";
import { ffmpeg, make, testPicture } from "./made_video.ts";

/** All frames, and what was wrong with the file. */
async function readAll(path: string): Promise<{ frames: RgbImage[]; damage?: string }> {
  let damage: string | undefined;
  const info = await probeVideo(ffmpeg!, path);
  const onDamage = (reason: string) => damage = reason;
  const frames = await Array.fromAsync(readFrames(ffmpeg!, path, { ...info, onDamage }));
  return { frames, damage };
}

function videoTest(name: string, fn: (folder: string) => Promise<void>): void {
  Deno.test({ name, ignore: !ffmpeg, fn: () => inTemporaryFolder(fn) });
}

videoTest("frames, size and rate of a plain video without sound", async (folder) => {
  const path = `${folder}/plain.mp4`;
  await make([...testPicture("64x48", 2, 12), path]);
  const info = await probeVideo(ffmpeg!, path);
  assertEquals([info.rate, info.audio, info.duration], [12, false, 2]);
  const { frames, damage } = await readAll(path);
  assertEquals([frames.length, frames[0].width, frames[0].height], [24, 64, 48]);
  assertEquals(damage, undefined);
});

videoTest("sound alone is no video", async (folder) => {
  const path = `${folder}/sound.m4a`;
  await make(["-f", "lavfi", "-i", "sine=duration=1", path]);
  await assertRejects(() => probeVideo(ffmpeg!, path), Error, "sound.m4a has no video stream");
});

videoTest("an empty file, text, and no file are told apart", async (folder) => {
  await Deno.writeTextFile(`${folder}/empty.mp4`, "");
  await assertRejects(() => probeVideo(ffmpeg!, `${folder}/empty.mp4`), Error, "is empty");
  await Deno.writeTextFile(`${folder}/text.mp4`, "This is a letter, not a video.\n".repeat(99));
  await assertRejects(() => probeVideo(ffmpeg!, `${folder}/text.mp4`), Error, "is no video");
  await assertRejects(() => probeVideo(ffmpeg!, `${folder}/none.mp4`), Deno.errors.NotFound);
  await assertRejects(() => probeVideo(ffmpeg!, folder), Error, "is not a file");
});

videoTest("a video of no frames is refused", async (folder) => {
  const path = `${folder}/none.avi`;
  await make([...testPicture("64x48", 1), "-frames:v", "0", path]);
  await assertRejects(() => readAll(path), Error, "none.avi");
});

videoTest("a varying rate is read at its mean, so that time is kept", async (folder) => {
  const path = `${folder}/varying.mkv`;
  // Two seconds at 25 frames a second, then two at 5.
  const drop = "select='lt(t,2)+not(mod(n,5))'";
  await make([...testPicture("64x48", 4), "-vf", drop, "-vsync", "vfr", path]);
  const { rate } = await probeVideo(ffmpeg!, path);
  const { frames } = await readAll(path);
  assertAlmostEquals(frames.length / rate, 4, 0.3);
});

videoTest("odd sides are kept", async (folder) => {
  const path = `${folder}/odd.avi`;
  await make([...testPicture("65x47", 1), "-c:v", "ffv1", path]);
  const { frames } = await readAll(path);
  assertEquals([frames.length, frames[0].width, frames[0].height], [25, 65, 47]);
});

videoTest("a phone's rotated video comes upright", async (folder) => {
  const lying = `${folder}/lying.mp4`, path = `${folder}/rotated.mp4`;
  await make([...testPicture("64x48", 1), lying]);
  // Old ffmpeg writes the tag, new ffmpeg the display matrix.
  const ways = [["-display_rotation", "90", "-i", lying, "-c", "copy"], [
    ...["-i", lying, "-c", "copy", "-metadata:s:v:0", "rotate=90"],
  ]];
  for (const way of ways) {
    const made = await make([...way, path]).then(() => true, () => false);
    if (!made) continue;
    const { frames } = await readAll(path);
    if (frames[0].width === 48) return assertEquals(frames[0].height, 64);
  }
  throw new Error("No rotated video came upright");
});

videoTest("stretched pixels are made square", async (folder) => {
  const path = `${folder}/stretched.mp4`;
  await make([...testPicture("64x48", 1), "-vf", "setsar=3/2", path]);
  const { frames } = await readAll(path);
  assertEquals([frames[0].width, frames[0].height], [96, 48]);
});

videoTest(
  "of a file that breaks off the frames before are read, and it is said",
  async (folder) => {
    const whole = `${folder}/whole.mkv`, path = `${folder}/part.mkv`;
    await make([...testPicture("320x240", 4), whole]);
    const bytes = await Deno.readFile(whole);
    await Deno.writeFile(path, bytes.subarray(0, bytes.length / 2));
    const { frames, damage } = await readAll(path);
    assertMatch(damage ?? "", /ended|it ends after [12]\.\d of 4 s/);
    assertEquals(frames.length > 10 && frames.length < 95, true, `${frames.length} frames`);
    await make([...testPicture("320x240", 4), `${folder}/whole.mp4`]);
    const mp4 = await Deno.readFile(`${folder}/whole.mp4`);
    await Deno.writeFile(`${folder}/part.mp4`, mp4.subarray(0, mp4.length / 2));
    await assertRejects(() => probeVideo(ffmpeg!, `${folder}/part.mp4`), Error, "truncated");
  },
);

videoTest("reading can stop early, and ffmpeg with it", async (folder) => {
  const path = `${folder}/long.mp4`;
  await make([...testPicture("320x240", 4), path]);
  let count = 0;
  for await (const frame of readFrames(ffmpeg!, path, { rate: 25 })) {
    assertEquals(frame.width, 320);
    if (++count === 3) break;
  }
  assertEquals(count, 3);
});
