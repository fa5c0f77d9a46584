/**
 * `deno task translate`: pictures into other domains.
 *
 * @module
 */
import { basename, dirname } from "node:path";
import { backendLine, selectBackend, type WantedBackend } from "../lib/backend/select_backend.ts";
import { PICTURE_FORMATS } from "../lib/images/picture_kind.ts";
import { blasOf } from "./shared/blas_option.ts";
import { pairPictures, type PictureFiles } from "./shared/input_pictures.ts";
import { runTask } from "./shared/main.ts";
import { writeNearest } from "./shared/nearest_pictures.ts";
import { findModel, openModel, openModelData, shippedLine } from "./shared/open_model.ts";
import { listSkipped } from "./shared/open_run_data.ts";
import { parseOptions } from "./shared/options.ts";
import { checkOutsideData, checkOutsideModelData } from "./shared/outside_data.ts";
import { startProgress } from "./shared/progress.ts";
import {
  targetDomains,
  translateHelp,
  translateOptions,
  translateRequest,
} from "./shared/translate_options.ts";
import { readMix, translatePictures, type Translation } from "./shared/translate_pictures.ts";
import { preparing, UsageError } from "./shared/usage_error.ts";

/** Pictures listed on the screen. */
const LISTED = 20;

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(translateHelp);
  const given = parseOptions(translateOptions, Deno.args);
  const { strength, refine, mix, nearest } = translateRequest(given);
  const file = await findModel(given.model);
  const domains = await targetDomains(given.to, file.domains);
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
  listShortened(files);
  const mixed = mix && { rgb: await readMix(mix.file, file.config.size), share: mix.share };
  const shipped = shippedLine(file);
  if (shipped) console.log(shipped);
  const backend = await preparing(() =>
    selectBackend((given.backend ?? "auto") as WantedBackend, { blas: blasOf(given.blas) })
  );
  console.log(backendLine(backend));
  const data = nearest ? await openModelData(file, given, console.log) : undefined;
  const model = await openModel(file);
  for (const path of files[0].to) await Deno.mkdir(dirname(path), { recursive: true });

  const bar = startProgress({ label: "Translating", total: files.length });
  const translations: Translation[] = [];
  const skipped = await translatePictures(
    model,
    files,
    { domains, strength, refine, mix: mixed },
    {
      onProgress: bar.update,
      onTranslated: data && ((translation) => translations.push(translation)),
    },
  ).finally(bar.stop);
  listSkipped(skipped, console.error);
  if (skipped.length === files.length) {
    throw new UsageError(`--in ${given.in} has no usable picture: give ${PICTURE_FORMATS}`);
  }
  if (data) await writeNearest(model, data, domains, translations, nearest);
  const count = files.length - skipped.length;
  console.log(`Translated ${count} to ${domains.join(", ")}: ${given.out}`);
});

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
