/**
 * `deno task align`: photographs as aligned faces, ready to train on.
 *
 * @module
 */
import { selectBackend } from "../lib/backend/select_backend.ts";
import { FaceFinder, type PortraitFlaw } from "../lib/faces/mod.ts";
import {
  type AlignedHow,
  alignedListPath,
  type AlignedPhoto,
  keepName,
  readAlignedList,
} from "./shared/aligned_list.ts";
import { alignPhotos } from "./shared/align_photos.ts";
import { INTERRUPTED, listenForInterrupt } from "./shared/interrupt.ts";
import { runTask } from "./shared/main.ts";
import { numberOption } from "./shared/number_option.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { liesWithin } from "./shared/overwriting.ts";
import { photoFiles } from "./shared/photo_files.ts";
import { startProgress } from "./shared/progress.ts";
import { checkWritable } from "./shared/run_folder.ts";
import { preparing, UsageError } from "./shared/usage_error.ts";

const flaws: readonly PortraitFlaw[] = ["too small", "cut off", "blurred"];

const options = {
  in: { value: "PATH", required: true, doc: "a photograph, or a folder with folders of them" },
  out: { value: "DIR", required: true, doc: "gets a picture of each face, in the same folders" },
  size: { value: "N", doc: "side of the pictures, 16 to 512 pixels (default 64)" },
  keep: {
    value: "FLAW,...",
    doc: `faces to keep although they are ${flaws.map(keepName).join(", ")}`,
  },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task align --in DIR --out DIR [--size 64]",
  "Finds every face, turns it upright and cuts it out, with eyes, nose and mouth where CelebA's\n" +
    "pictures have them. Of several faces in a photograph each becomes a picture, NAME-1.png,\n" +
    "NAME-2.png from the left. DIR.jsonl notes each photograph: started again, the task goes on, and\n" +
    "only looks at those that are new or changed. Photographs are never changed.",
  { Options: options },
);

/** Photographs of one kind that are listed on the screen. */
const LISTED = 10;

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args);
  const size = numberOption("size", given.size, 64, { min: 16, max: 512, whole: true });
  const how: AlignedHow = { size, keep: keptFlaws(given.keep) };
  const out = given.out.replace(/(.)[\\/]+$/, "$1"), photos = photoFiles(given.in);
  if (Deno.statSync(given.in).isDirectory && liesWithin(out, given.in)) {
    throw new UsageError(
      `--out ${out} lies in ${given.in}, the folder of the photographs: name a place outside it`,
    );
  }
  await checkWritable(out, "--out");
  const done = readAlignedList(alignedListPath(out), how);
  await preparing(() => selectBackend("wasm"));
  using finder = await preparing(() => FaceFinder.load());
  const stop = listenForInterrupt(() => console.error("\nStopping; started again, it goes on"));
  const bar = startProgress({ label: "Aligning", total: photos.length });
  const results: AlignedPhoto[] = [];
  try {
    for await (
      const result of alignPhotos(photos, { ...how, finder, out, done, signal: stop.signal })
    ) {
      results.push(result);
      bar.update(results.length);
    }
  } finally {
    bar.stop();
    stop.stop();
  }
  report(results, out);
  if (stop.signal.aborted) return INTERRUPTED;
  if (!results.some(({ faces }) => faces.some(({ file }) => file))) {
    throw new UsageError(`--in ${given.in} shows no face that can be used: see the list above`);
  }
});

function keptFlaws(text = ""): PortraitFlaw[] {
  return text.split(",").filter((name) => name !== "").map((name) => {
    const flaw = flaws.find((flaw) => keepName(flaw) === name);
    if (flaw) return flaw;
    throw new UsageError(`--keep must be of ${flaws.map(keepName).join(", ")}, got "${name}"`);
  });
}

/** Says how many faces were cut out, and lists what was left out, by reason. */
function report(results: readonly AlignedPhoto[], out: string): void {
  const faces = results.flatMap(({ faces }) => faces);
  const written = faces.filter(({ file }) => file).length;
  console.log(`${written} faces of ${results.length} photographs: ${out}`);
  const left = results.flatMap(({ photo, faces, reason }) => [
    ...reason === undefined ? [] : [{ photo, why: reason }],
    ...faces.flatMap(({ file, flaw }) => file || !flaw ? [] : [{ photo, why: flaw }]),
  ]);
  for (const [why, these] of Map.groupBy(left, ({ why }) => why)) {
    console.log(`Left out, ${why}: ${these.length}`);
    for (const { photo } of these.slice(0, LISTED)) console.log(`  ${photo}`);
    if (these.length > LISTED) console.log(`  and ${these.length - LISTED} more`);
  }
  if (left.length) console.log(`All of them: ${alignedListPath(out)}`);
}
