/**
 * `deno task translate`: pictures into another domain.
 *
 * @module
 */
import { dirname } from "node:path";
import {
  backendLine,
  selectBackend,
  type WantedBackend,
  wantedBackends,
} from "../lib/backend/select_backend.ts";
import { domainIndex } from "../lib/translation/domain_labels.ts";
import { blasOf, blasOption } from "./blas_option.ts";
import { pairPictures } from "./input_pictures.ts";
import { runTask } from "./main.ts";
import { findModel, openModel } from "./open_model.ts";
import { listSkipped } from "./open_run_data.ts";
import { helpText, parseOptions } from "./options.ts";
import { startProgress } from "./progress.ts";
import { translatePictures } from "./translate_pictures.ts";
import { preparing, UsageError } from "./usage_error.ts";

const options = {
  model: { value: "RUN", required: true, doc: "folder of a run, or a checkpoint's file" },
  to: { value: "DOMAIN", required: true, doc: "domain to translate to" },
  in: { value: "PATH", required: true, doc: "a picture, or a folder of pictures, of any size" },
  out: { value: "PATH", required: true, doc: "a .png file, or a folder" },
  strength: { value: "N", doc: "0 reconstructs, 1 translates (default), up to 2 exaggerates" },
  refine: { doc: "better each latent by 100 gradient steps first (slow)" },
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  blas: blasOption,
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task translate --model RUN --to DOMAIN --in FILE|DIR --out FILE|DIR",
  "Translates pictures: each is cropped to its centre square and comes out at the model's size.",
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args);
  const strength = Number(given.strength ?? 1);
  if (!(strength >= 0 && strength <= 2)) {
    throw new UsageError(`--strength must be from 0 to 2, got "${given.strength}"`);
  }
  const file = await findModel(given.model);
  await preparing(() => domainIndex(file.domains, given.to));
  const pairs = await pairPictures(given.in, given.out);
  const backend = await preparing(() =>
    selectBackend((given.backend ?? "auto") as WantedBackend, { blas: blasOf(given.blas) })
  );
  console.log(backendLine(backend));
  const model = await openModel(file);
  await Deno.mkdir(dirname(pairs[0].to), { recursive: true });

  const bar = startProgress({ label: "Translating", total: pairs.length });
  const skipped = await translatePictures(
    model,
    pairs,
    { to: given.to, strength, refine: given.refine },
    bar.update,
  ).finally(bar.stop);
  listSkipped(skipped, console.error);
  if (skipped.length === pairs.length) {
    throw new UsageError(`--in ${given.in} has no usable picture: give PNG, JPEG, GIF or TIFF`);
  }
  console.log(`Translated ${pairs.length - skipped.length} to ${given.to}: ${given.out}`);
});
