/**
 * `deno task crop`: videos as folders of aligned faces, ready to train on.
 *
 * @module
 */
import { selectBackend } from "../lib/backend/select_backend.ts";
import { HELD_OUT_FILE } from "../lib/data/folder.ts";
import { encodePng } from "../lib/images/encode_png.ts";
import { cropVideo } from "../lib/video/crop_video.ts";
import { FaceFinder } from "../lib/video/face_finder.ts";
import { findFfmpeg } from "../lib/video/ffmpeg.ts";
import { type ManifestEntry, manifestPath, manifestText } from "../lib/video/manifest.ts";
import { probeVideo } from "../lib/video/probe_video.ts";
import { trackVideo } from "../lib/video/track_video.ts";
import { frameRanges } from "./frame_ranges.ts";
import { runTask } from "./main.ts";
import { helpText, parseOptions } from "./options.ts";
import { findVideos, type PersonVideos } from "./person_videos.ts";
import { startProgress } from "./progress.ts";
import { checkWritable, exists } from "./run_folder.ts";
import { preparing, UsageError } from "./usage_error.ts";

const options = {
  in: { value: "PATH", required: true, doc: "a video, or a folder with a folder for each person" },
  out: { value: "DIR", required: true, doc: "gets a folder of pictures for each person" },
  size: { value: "N", doc: "side of the pictures, 16 to 512 pixels (default 64)" },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task crop --in VIDEO|DIR --out DIR [--size 64]",
  "Finds the face in every frame, turns it upright and crops it. Beside the pictures of a person\n" +
    "lies PERSON.jsonl: frame, time, square and landmarks of each. Blocks of 10 seconds, one in\n" +
    `five, are held out of training; ${HELD_OUT_FILE} names their pictures.\n` +
    "Use videos of people who have agreed to it.",
  { Options: options },
);

/** Kinds of frames that are listed by number; the others are only counted. */
const LISTED = ["no face", "several faces", "cut off", "blurred"] as const;

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args);
  const size = Number(given.size ?? 64);
  if (!Number.isInteger(size) || size < 16 || size > 512) {
    throw new UsageError(`--size must be a whole number from 16 to 512, got "${given.size}"`);
  }
  await checkWritable(given.out, "--out");
  const people = await findVideos(given.in);
  for (const { person } of people) {
    if (await exists(`${given.out}/${person}`)) {
      throw new UsageError(`${given.out}/${person} is there already: remove it, or change --out`);
    }
  }
  const ffmpeg = await preparing(findFfmpeg);
  // A video that cannot be used is told of now, not after minutes of work on the others.
  for (const video of people.flatMap(({ videos }) => videos)) {
    await preparing(() => probeVideo(ffmpeg, video));
  }
  await preparing(() => selectBackend("wasm"));
  const finder = await preparing(() => FaceFinder.load());

  for (const { person, videos } of people) {
    await Deno.mkdir(`${given.out}/${person}`, { recursive: true });
    const entries: ManifestEntry[] = [];
    for (const video of videos) {
      entries.push(...await cropOne(ffmpeg, finder, video, { out: given.out, person, size }));
    }
    await Deno.writeTextFile(manifestPath(given.out, person), manifestText(entries));
    const heldOut = entries.filter(({ use, file }) => use === "held-out" && file);
    await Deno.writeTextFile(
      `${given.out}/${HELD_OUT_FILE}`,
      heldOut.map(({ file }) => `${person}/${file}\n`).join(""),
      { append: true },
    );
  }
  showNext(people, given.out, size);
});

interface Place {
  readonly out: string;
  readonly person: string;
  readonly size: number;
}

/** Crops one video, with progress, and reports on it. */
async function cropOne(
  ffmpeg: string,
  finder: FaceFinder,
  video: string,
  { out, person, size }: Place,
): Promise<ManifestEntry[]> {
  let bar: ReturnType<typeof startProgress> | undefined;
  const start = performance.now();
  const track = await preparing(() =>
    trackVideo(ffmpeg, finder, video, (done, total = done) => {
      bar ??= startProgress({ label: `${person}: ${video.replace(/^.*[\\/]/, "")}`, total });
      bar.update(Math.min(done, total));
    })
  ).finally(() => bar?.stop());
  const entries: ManifestEntry[] = [];
  for await (const { entry, rgb } of cropVideo(ffmpeg, track, size)) {
    entries.push(entry);
    if (rgb) {
      const png = encodePng({ width: size, height: size, rgb });
      await Deno.writeFile(`${out}/${person}/${entry.file}`, png);
    }
  }
  report(entries, (performance.now() - start) / 1000);
  if (track.damage) console.log(`  The file is damaged: ${track.damage}. Frames before are kept`);
  return entries;
}

function report(entries: readonly ManifestEntry[], seconds: number): void {
  const written = entries.filter(({ file }) => file);
  const heldOut = written.filter(({ use }) => use === "held-out").length;
  const gap = entries.filter(({ state, use }) => state === "ok" && use === "gap").length;
  console.log(
    `  ${entries.length} frames, ${(entries.length / seconds).toFixed(1)} a second: ` +
      `${written.length - heldOut} to train on, ${heldOut} held out, ${gap} between the two`,
  );
  for (const state of LISTED) {
    const frames = entries.filter((entry) => entry.state === state).map(({ frame }) => frame);
    if (frames.length) console.log(`  ${frames.length} with ${state}: ${frameRanges(frames)}`);
  }
}

function showNext(people: readonly PersonVideos[], out: string, size: number): void {
  if (people.length < 2) return console.log(`Crop another person's videos to ${out} as well`);
  const side = size > 64 ? 128 : 64;
  console.log(
    `Next: deno task train --data ${out} --size ${side} --diffAugment color,translation,cutout ` +
      "--out runs/swap",
  );
}
