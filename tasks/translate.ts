/**
 * `deno task translate`: pictures into other domains.
 *
 * @module
 */
import { basename, dirname } from "node:path";
import { backendLine, selectBackend, type WantedBackend } from "../lib/backend/select_backend.ts";
import { FaceFinder } from "../lib/faces/face_finder.ts";
import type { Portrait } from "../lib/faces/find_portraits.ts";
import { PICTURE_FORMATS } from "../lib/images/picture_kind.ts";
import { blasOf } from "./shared/blas_option.ts";
import { checkDivisible, sharedBy } from "./shared/divide_translation.ts";
import { pairPictures, type PictureFiles } from "./shared/input_pictures.ts";
import { runTask } from "./shared/main.ts";
import { writeNearest } from "./shared/nearest_pictures.ts";
import { findAnyModel, openAnyModel, openModelData, shippedLine } from "./shared/open_model.ts";
import { listSkipped } from "./shared/open_run_data.ts";
import { parseOptions } from "./shared/options.ts";
import { checkOutsideData, checkOutsideModelData } from "./shared/outside_data.ts";
import { startProgress } from "./shared/progress.ts";
import {
  checkMethodCan,
  targetDomains,
  translateHelp,
  translateOptions,
  translateRequest,
} from "./shared/translate_options.ts";
import { readMix, translatePictures, type Translation } from "./shared/translate_pictures.ts";
import { type Collected, collectShards, openShard } from "./shared/translate_shard.ts";
import { preparing, UsageError } from "./shared/usage_error.ts";

/** Pictures listed on the screen. */
const LISTED = 20;

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(translateHelp);
  const given = parseOptions(translateOptions, Deno.args);
  const request = translateRequest(given), { strength, refine, mix, nearest, portraits } = request;
  const file = await findAnyModel(given.model);
  checkMethodCan(file.method, request);
  const domains = await targetDomains(given.to, file.targets ?? file.domains);
  const files = await pairPictures({
    input: given.in,
    output: given.out,
    domains,
    nearest: nearest > 0,
    others: [
      { option: "--mix", paths: mix ? [mix.file] : [] },
      { option: "--model", paths: [file.path] },
    ],
  });
  await checkOutsideModelData("--out", given.out, file);
  if (given.data) await checkOutsideData("--out", given.out, given.data);
  if (!given.collect) listShortened(files);
  const shard = await sharedBy(given);
  if (shard || given.collect) checkDivisible(request);
  const work = { ...request, out: given.out, model: file.path, domains, files };
  if (given.collect) return reportCollected(await collectShards(work));
  // A face can be found only later, by the backend.
  const plainMix = mix && !portraits ? await readMix(mix.file, file.config.size) : undefined;
  const shipped = shippedLine(file);
  if (shipped) console.log(shipped);
  using part = shard && await openShard(work, shard);
  if (part) {
    const { todo, pictures } = part;
    console.log(
      `Shard ${shard.index} of ${shard.count}: ${todo.length} of ${pictures} pictures to do`,
    );
    if (!todo.length) return await part.finish([]);
  }
  const wanted = part?.todo ?? files;
  const backend = await preparing(() =>
    selectBackend((given.backend ?? "auto") as WantedBackend, { blas: blasOf(given.blas) })
  );
  console.log(backendLine(backend));
  using finder = portraits && await preparing(() => FaceFinder.load());
  const faces = finder && { finder, pasteBack: portraits?.pasteBack };
  const mixed = mix && {
    rgb: plainMix ?? await readMix(mix.file, file.config.size, faces),
    share: mix.share,
  };
  const data = nearest ? await openModelData(file, given, console.log) : undefined;
  const model = await openAnyModel(file);
  for (const path of files[0].to) await Deno.mkdir(dirname(path), { recursive: true });

  const bar = startProgress({ label: "Translating", total: wanted.length });
  const translations: Translation[] = [], photographs: Photograph[] = [];
  const skipped = await translatePictures(
    model,
    wanted,
    { domains, strength, refine, mix: mixed, portraits: faces },
    {
      onProgress: bar.update,
      onTranslated: data && ((translation) => translations.push(translation)),
      onPortraits: (file, found) => photographs.push({ file, found }),
    },
  ).finally(bar.stop);
  listSkipped(skipped, console.error);
  await part?.finish(skipped);
  if (!part && skipped.length === files.length) {
    const usable = faces ? "that shows a face" : `: give ${PICTURE_FORMATS}`;
    throw new UsageError(`--in ${given.in} has no usable picture${faces ? " " : ""}${usable}`);
  }
  if (data && "encoder" in model) {
    await writeNearest(model, data, domains, translations, nearest);
  }
  const count = faces ? listFaces(photographs) : `${wanted.length - skipped.length}`;
  console.log(`Translated ${count} to ${domains.join(", ")}: ${given.out}`);
});

/** A photograph whose faces were translated. */
interface Photograph {
  readonly file: string;
  readonly found: readonly Portrait[];
}

/** Says which faces are no good pictures. Returns how many there are, of how many photographs. */
function listFaces(photographs: readonly Photograph[]): string {
  const flawed = photographs.flatMap(({ file, found }) =>
    found.flatMap(({ flaw, face: { square } }, k) => {
      const which = found.length > 1 ? `face ${k + 1} from the left` : "its face";
      const size = flaw === "too small" ? `, ${Math.round(square.side)} pixels` : "";
      return flaw ? [`  ${file}: ${which} is ${flaw}${size}`] : [];
    })
  );
  if (flawed.length) console.log("Expect less of these:");
  flawed.slice(0, LISTED).forEach((line) => console.log(line));
  if (flawed.length > LISTED) console.log(`  and ${flawed.length - LISTED} more`);
  const faces = photographs.reduce((sum, { found }) => sum + found.length, 0);
  return `${faces} face${faces === 1 ? "" : "s"} of ${photographs.length} picture` +
    `${photographs.length === 1 ? "" : "s"}`;
}

function reportCollected({ count, done, skipped }: Collected): void {
  listSkipped(skipped, console.error);
  console.log(`All ${count} shards are done: ${done} pictures`);
}

/** Says which pictures are not found under their own names. */
function listShortened(files: readonly PictureFiles[]): void {
  const shortened = files.filter(({ shortened }) => shortened);
  if (!shortened.length) return;
  console.log(`Names that are too long are shortened, ${shortened.length} of ${files.length}:`);
  for (const { from, to } of shortened.slice(0, LISTED)) {
    console.log(`  ${basename(from)} -> ${basename(to[0])}`);
  }
  if (shortened.length > LISTED) console.log(`  and ${shortened.length - LISTED} more`);
}
