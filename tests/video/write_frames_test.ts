import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { probeVideo } from "../../lib/video/probe_video.ts";
import { readFrames } from "../../lib/video/read_frames.ts";
import { SYNTHETIC_NOTE } from "../../lib/video/synthetic_note.ts";
import { FrameWriter } from "../../lib/video/write_frames.ts";
import { inTemporaryFolder } from "../data/temporary_folder.ts";
import { ffmpeg, make, testPicture } from "./made_video.ts";

const grey = (width: number, height: number, value: number) => ({
  ...{ width, height },
  rgb: new Uint8Array(width * height * 3).fill(value),
});

Deno.test({
  name: "what is written is read again: frames, rate, sound and the note",
  ignore: !ffmpeg,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const source = `${folder}/source.mp4`, path = `${folder}/result.mp4`;
      await make([...testPicture("64x48", 1), "-f", "lavfi", "-i", "sine=duration=1", source]);
      const rate = 30000 / 1001;
      const writer = new FrameWriter(ffmpeg!, path, {
        ...{ width: 64, height: 48, rate, soundOf: source },
      });
      for (let i = 0; i < 20; i++) await writer.write(grey(64, 48, 10 * i));
      await writer.close();
      const info = await probeVideo(ffmpeg!, path);
      assertAlmostEquals(info.rate, rate, 1e-6);
      assert(info.audio, "the sound is lost");
      const frames = await Array.fromAsync(readFrames(ffmpeg!, path, info));
      assertEquals(frames.length, 20);
      frames.forEach(({ rgb }, i) => assertAlmostEquals(rgb[3000], 10 * i, 5));
      const text = new TextDecoder("latin1").decode(await Deno.readFile(path));
      assert(text.includes(SYNTHETIC_NOTE), "the note is missing");
    }),
});

Deno.test({
  name: "odd sides become even by one repeated row and column",
  ignore: !ffmpeg,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const path = `${folder}/odd.mp4`;
      const writer = new FrameWriter(ffmpeg!, path, { width: 33, height: 17, rate: 10 });
      for (let i = 0; i < 4; i++) await writer.write(grey(33, 17, 200));
      await writer.close();
      const [frame] = await Array.fromAsync(readFrames(ffmpeg!, path, { rate: 10 }));
      assertEquals([frame.width, frame.height], [34, 18]);
      assertAlmostEquals(frame.rgb[frame.rgb.length - 1], 200, 6);
    }),
});

Deno.test({
  name: "a frame of another size, and a place that cannot be written, are errors",
  ignore: !ffmpeg,
  fn: () =>
    inTemporaryFolder(async (folder) => {
      const writer = new FrameWriter(ffmpeg!, `${folder}/a.mp4`, { width: 8, height: 8, rate: 10 });
      await assertRejects(() => writer.write(grey(9, 8, 0)), TypeError, "9 x 8, not 8 x 8");
      await writer.write(grey(8, 8, 0));
      await writer.close();
      const lost = new FrameWriter(ffmpeg!, `${folder}/no/a.mp4`, {
        width: 8,
        height: 8,
        rate: 10,
      });
      await assertRejects(
        async () => {
          for (let i = 0; i < 1000; i++) await lost.write(grey(8, 8, 0));
          await lost.close();
        },
        Error,
        "could not be written",
      );
    }),
});
