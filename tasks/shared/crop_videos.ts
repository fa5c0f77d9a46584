/**
 * The work of `deno task crop`: faces out of videos, with progress and a report.
 *
 * @module
 */
import { selectBackend } from "../../lib/backend/select_backend.ts";
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import { HELD_OUT_FILE, heldOutLines } from "../../lib/data/held_out.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { cropVideo, pictureStem } from "../../lib/video/crop_video.ts";
import { FaceFinder } from "../../lib/faces/face_finder.ts";
import { findFfmpeg } from "../../lib/video/ffmpeg.ts";
import { type ManifestEntry, manifestPath, manifestText } from "../../lib/video/manifest.ts";
import { probeVideo } from "../../lib/video/probe_video.ts";
import type { HeldOutBlocks } from "../../lib/video/time_blocks.ts";
import { trackVideo } from "../../lib/video/track_video.ts";
import { frameRanges } from "./frame_ranges.ts";
import type { PersonVideos } from "./person_videos.ts";
import { inRuns } from "./places.ts";
import { startProgress } from "./progress.ts";
import { exists } from "./run_folder.ts";
import { shellCommand } from "./shell_command.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** Kinds of frames that are listed by number; the others are only counted. */
const LISTED = ["no face", "several faces", "cut off", "blurred"] as const;

/**
 * Reads `--size`; 64 if left out.
 *
 * @throws UsageError if it is not a whole number from 16 to 512
 */
export function cropSize(given: string | undefined): number {
  const size = Number(given ?? 64);
  if (!Number.isInteger(size) || size < 16 || size > 512) {
    throw new UsageError(`--size must be a whole number from 16 to 512, got "${given}"`);
  }
  return size;
}

/** The command that trains on the crops, by the recipe whose scores are in lib/video/README.md. */
export function trainCommand(crops: string, size: number): string {
  return shellCommand(["deno", "task", "train"], {
    data: crops,
    preset: "small",
    size: size > 64 ? 128 : 64,
    instanceNoise: 0,
    emaMomentum: 0.999,
    eRealWeight: 5,
    eErase: "false",
    steps1: 3500,
    evaluateEvery: 1750,
    out: inRuns("swap"),
  });
}

/**
 * Crops the faces of people's videos: a folder of pictures and a manifest for each person, and the
 * list of what is held out.
 *
 * @param people whose videos
 * @param out where the folders go
 * @param size side of the pictures, in pixels
 * @param blocks which are held out
 * @throws UsageError that names a video which cannot be used, or two of one person whose pictures
 *   would have the same names, before any work is done
 */
export async function cropVideos(
  people: readonly PersonVideos[],
  out: string,
  size: number,
  blocks: HeldOutBlocks = "test",
): Promise<void> {
  people.forEach(checkNames);
  const ffmpeg = await preparing(() => findFfmpeg(inRuns("tools")));
  // A video that cannot be used is reported now, and not after minutes of work on the others.
  for (const video of people.flatMap(({ videos }) => videos)) {
    await preparing(() => probeVideo(ffmpeg, video));
  }
  await preparing(() => selectBackend("wasm"));
  const finder = await preparing(() => FaceFinder.load());

  for (const { person, videos } of people) {
    await Deno.mkdir(`${out}/${person}`, { recursive: true });
    const entries: ManifestEntry[] = [];
    for (const video of videos) {
      entries.push(...await cropOne(ffmpeg, finder, video, { out, person, size, blocks }));
    }
    await atomicWrite(manifestPath(out, person), manifestText(entries));
    await listHeldOut(
      out,
      person,
      entries.flatMap(({ use, file }) => use === "held-out" && file ? [file] : []),
    );
  }
}

function checkNames({ videos }: PersonVideos): void {
  // A file system may not tell upper from lower case.
  const alike = Map.groupBy(videos, (video) => pictureStem(video).toLowerCase());
  for (const [first, second] of alike.values()) {
    if (second === undefined) continue;
    throw new UsageError(
      `${first} and ${second} would write pictures of the same names: rename one of the two`,
    );
  }
}

/**
 * Lists a person's held-out pictures in {@linkcode HELD_OUT_FILE}, instead of those that an earlier
 * crop listed.
 *
 * @param out the folder it is in
 * @param person whose pictures; other people's lines stay
 * @param names of the pictures' files
 */
export async function listHeldOut(
  out: string,
  person: string,
  names: readonly string[],
): Promise<void> {
  const path = `${out}/${HELD_OUT_FILE}`;
  const listed = await exists(path) ? heldOutLines(await Deno.readFile(path)) : [];
  const others = listed.map(({ name }) => name)
    .filter((name) => !name.startsWith(`${person.normalize("NFC")}/`));
  const lines = [...others, ...names.map((name) => `${person}/${name}`)];
  await atomicWrite(path, lines.map((line) => `${line}\n`).join(""));
}

interface Place {
  readonly out: string;
  readonly person: string;
  readonly size: number;
  readonly blocks: HeldOutBlocks;
}

/** Crops one video, with progress, and reports on it. */
async function cropOne(
  ffmpeg: string,
  finder: FaceFinder,
  video: string,
  { out, person, size, blocks }: Place,
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
  for await (const { entry, rgb } of cropVideo(ffmpeg, track, size, blocks)) {
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
