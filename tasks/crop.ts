/**
 * `deno task crop`: videos as folders of aligned faces, ready to train on.
 *
 * @module
 */
import { HELD_OUT_FILE } from "../lib/data/held_out.ts";
import { manifestPath } from "../lib/video/manifest.ts";
import { cropSize, cropVideos, trainCommand } from "./shared/crop_videos.ts";
import { runTask } from "./shared/main.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { checkOverwriting } from "./shared/overwriting.ts";
import { findVideos } from "./shared/person_videos.ts";
import { checkWritable, exists } from "./shared/run_folder.ts";
import { UsageError } from "./shared/usage_error.ts";

const options = {
  in: { value: "PATH", required: true, doc: "a video, or a folder with a folder for each person" },
  out: { value: "DIR", required: true, doc: "gets a folder of pictures for each person" },
  size: { value: "N", doc: "side of the pictures, 16 to 512 pixels (default 64)" },
  validation: {
    doc: "hold out other blocks to choose a recipe by, and use the usual ones for nothing",
  },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task crop --in VIDEO|DIR --out DIR [--size 64] [--validation]",
  "Finds the face in every frame, turns it upright and crops it. Beside the pictures of a person\n" +
    "lies PERSON.jsonl: frame, time, square and landmarks of each. Blocks of 10 seconds, one in\n" +
    `five, are held out of training; ${HELD_OUT_FILE} names their pictures.\n` +
    "Use videos of people who have agreed to it.",
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args);
  const size = cropSize(given.size);
  await checkWritable(given.out, "--out");
  const people = await findVideos(given.in);
  for (const { person } of people) {
    if (await exists(`${given.out}/${person}`)) {
      throw new UsageError(`${given.out}/${person} is there already: remove it, or change --out`);
    }
  }
  checkOverwriting(
    "--out",
    [
      `${given.out}/${HELD_OUT_FILE}`,
      ...people.map(({ person }) => manifestPath(given.out, person)),
    ],
    { option: "--in", paths: people.flatMap(({ videos }) => videos) },
  );
  await cropVideos(people, given.out, size, given.validation ? "validation" : "test");
  if (people.length < 2) console.log(`Crop another person's videos to ${given.out} as well`);
  else console.log(`Next: ${trainCommand(given.out, size)}`);
});
