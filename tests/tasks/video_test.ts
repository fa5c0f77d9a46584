import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { readManifest } from "../../lib/video/manifest.ts";
import { probeVideo } from "../../lib/video/probe_video.ts";
import { readFrames } from "../../lib/video/read_frames.ts";
import { SYNTHETIC_NOTE } from "../../lib/video/synthetic_note.ts";
import { ffmpeg, make, makePerson, testPicture } from "../video/made_video.ts";
import { runTask } from "./task_process.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

/** Runs a task that must succeed, and returns what it printed. */
async function succeed(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runTask(name, args, folder);
  assertEquals([code, stderr], [0, ""], `${name} ${args.join(" ")}\n${stdout}`);
  return stdout;
}

/** Everything from two videos to a swapped one and its scores, small. */
async function everyStep(t: Deno.TestContext): Promise<void> {
  await Deno.mkdir(`${folder}/videos/left`, { recursive: true });
  await Deno.mkdir(`${folder}/videos/right`, { recursive: true });
  const tone = ["-f", "lavfi", "-i", "sine=frequency=300"];
  await makePerson(`${folder}/videos/left/l.mp4`, "left", 2, tone);
  await makePerson(`${folder}/videos/right/r.mp4`, "right", 2);

  await t.step("crop: pictures, manifests and held-out names", async () => {
    const said = await succeed("crop", "--in", "videos", "--out", "crops", "--size", "32");
    assertMatch(said, /50 frames, [\d.]+ a second: \d+ to train on, 10 held out/);
    const entries = await readManifest(`${folder}/crops/left.jsonl`);
    assertEquals(entries.map(({ frame }) => frame), Array.from({ length: 50 }, (_, i) => i));
    assert(entries.every(({ state }) => state === "ok"), "a frame is not ok");
    const [{ file, landmarks }] = entries;
    assertEquals(landmarks!.length, 136);
    const picture = await decodeImage(await Deno.readFile(`${folder}/crops/left/${file}`));
    assertEquals([picture.width, picture.height], [32, 32]);
    const heldOut = (await Deno.readTextFile(`${folder}/crops/held_out.txt`)).trim().split("\n");
    assertEquals(heldOut.length, 20);
    assert(heldOut.includes("left/l-000025.png"), "the middle is not held out");
  });

  await t.step("train on the crops; the held-out ones stay out", async () => {
    const small = ["--gf", "4", "--df", "4", "--ef", "4", "--steps1", "2", "--steps2", "2"];
    const run = ["--batch", "8", "--backend", "wasm", "--out", "run"];
    const said = await succeed("train", "--data", "crops", "--preset", "tiny", ...small, ...run);
    assertMatch(said, /left 3\d \+ 10 held out, right 3\d \+ 10 held out/);
  });

  await t.step("swap a video: size, rate, length and sound are kept", async () => {
    const to = ["--to", "right", "--out", "out/swapped.mp4", "--backend", "wasm"];
    const said = await succeed("swap", "--model", "run", "--in", "videos/left/l.mp4", ...to);
    assertMatch(said, /Swapped 50 of 50 frames, [\d.]+ a second/);
    const path = `${folder}/out/swapped.mp4`, info = await probeVideo(ffmpeg!, path);
    assertEquals([info.rate, info.audio], [25, true]);
    const frames = await Array.fromAsync(readFrames(ffmpeg!, path, info));
    assertEquals([frames.length, frames[0].width, frames[0].height], [50, 256, 256]);
    const bytes = new TextDecoder("latin1").decode(await Deno.readFile(path));
    assertStringIncludes(bytes, SYNTHETIC_NOTE);
  });

  await t.step("swap a picture, the original beside it", async () => {
    await makePerson(`${folder}/left.png`, "left");
    const to = ["--to", "right", "--out", "out/left.png", "--side-by-side", "--backend", "wasm"];
    await succeed("swap", "--model", "run", "--in", "left.png", ...to);
    const { width, height } = await decodeImage(await Deno.readFile(`${folder}/out/left.png`));
    assertEquals([width, height], [512, 256]);
  });

  await t.step("score-swap: every direction, beside floor and baselines", async () => {
    const data = ["--data", "crops", "--frames", "8", "--backend", "wasm"];
    const said = await succeed("score-swap", "--model", "run", ...data);
    assertStringIncludes(said, "left -> right, N 8");
    assertStringIncludes(said, "right -> left, N 8");
    const { directions } = JSON.parse(await Deno.readTextFile(`${folder}/run/swap-scores.json`));
    for (const { nearest, copy, floor } of directions) {
      assertEquals([nearest.nearerToTarget, copy.nearerToTarget], [1, 0]);
      assert(copy.toTarget > 0.5 && copy.toSource < 0.45, "two people are not told apart");
      assert(floor.landmarkError > 0 && floor.landmarkError < 0.1, "no plausible floor");
    }
    await Deno.copyFile(`${folder}/run/last.safetensors`, `${folder}/copy.safetensors`);
    const both = await succeed("score-swap", "--model", "run,copy.safetensors", ...data);
    assertStringIncludes(both, "left -> right, N 8, 2 models");
    assertStringIncludes(both, "copy.swap-scores.json");
    assertEquals(
      JSON.parse(await Deno.readTextFile(`${folder}/copy.swap-scores.json`)).directions,
      directions,
    );
  });

  await t.step("wrong use is said in one sentence", async () => {
    await make([...testPicture("64x48", 1), `${folder}/nobody.mp4`]);
    await make(["-f", "lavfi", "-i", "sine=duration=1", `${folder}/sound.m4a`]);
    const swap = ["swap", "--model", "run", "--to", "right"];
    const cases: [words: string[], part: string][] = [
      [["crop", "--in", "none.mp4", "--out", "c"], "--in none.mp4 does not exist"],
      [["crop", "--in", "sound.m4a", "--out", "c"], "sound.m4a has no video stream"],
      [["crop", "--in", "videos", "--out", "crops"], "crops/left is there already"],
      [["fetch-faces", "--out", "."], "./crops is there already"],
      [["fetch-faces", "--size", "9"], "--size must be"],
      [["crop", "--in", "crops", "--out", "c"], "no folder with a video in it"],
      [["crop", "--in", "videos", "--out", "c", "--size", "9"], "--size must be"],
      [[...swap, "--in", "nobody.mp4", "--out", "n.mp4"], "shows no single face"],
      [[...swap, "--in", "nobody.mp4", "--out", "n.gif"], "must end in .mp4, .mov or .mkv"],
      [[...swap, "--in", "nobody.mp4", "--out", "nobody.mp4"], "which is --in itself"],
      [[...swap, "--in", "left.png", "--out", "n.mp4"], "must end in .png"],
      [["swap", "--model", "run", "--to", "eve", "--in", "left.png", "--out", "n.png"], "eve"],
      [["score-swap", "--model", "run", "--data", "videos"], "has no left.jsonl"],
      [["score-swap", "--model", "run", "--data", "crops", "--use", "all"], "--use must be one of"],
      [
        ["score-swap", "--model", "run,run", "--data", "crops", "--out", "o.json"],
        "--out is for one model",
      ],
    ];
    for (const [[name, ...args], part] of cases) {
      const { code, stderr } = await runTask(name, args, folder);
      assertEquals(code, 2, `${name} ${args.join(" ")}: ${stderr}`);
      assertStringIncludes(stderr, part);
      assertEquals(stderr.trim().split("\n").length, 1, stderr);
    }
  });
}

Deno.test({ name: "video: crop, train, swap, score", ignore: !ffmpeg, fn: everyStep });

Deno.test("each task of the face swap explains itself", async () => {
  for (const name of ["fetch-faces", "crop", "swap", "score-swap"]) {
    const said = await succeed(name, "--help");
    assertStringIncludes(said, `Usage: deno task ${name}`);
  }
});
