/**
 * `deno task generate`: pictures that G draws from random z.
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
import { atomicWrite } from "../lib/checkpoint/atomic_write.ts";
import { encodePng } from "../lib/images/encode_png.ts";
import { imageGrid } from "../lib/images/grid.ts";
import { Random } from "../lib/random.ts";
import { sampleLatent } from "../lib/training/latent.ts";
import { generateImages } from "../lib/translation/translate_images.ts";
import { runTask } from "./shared/main.ts";
import { numberOption } from "./shared/number_option.ts";
import { findModel, openModel, shippedLine } from "./shared/open_model.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { checkOutsideModelData } from "./shared/outside_data.ts";
import { checkOverwriting } from "./shared/overwriting.ts";
import { checkWritable } from "./shared/run_folder.ts";
import { preparing } from "./shared/usage_error.ts";

const options = {
  model: {
    value: "RUN",
    doc: "folder of a run, a checkpoint's file, or the name of shipped weights",
  },
  out: { value: "FILE.png", required: true, doc: "the picture to write" },
  count: { value: "N", doc: "how many z, 1 to 64; 8 if left out" },
  seed: { value: "N", doc: "seed of z; 1 if left out" },
  truncation: {
    value: "T",
    doc: "z times this, 0 to 1: below 1 the pictures are better and more alike; 1 if left out",
  },
  scale: { value: "N", doc: "pixels of the picture for each pixel of an image; 2 if left out" },
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task generate --out FILE.png [--model RUN] [OPTION...]",
  "Draws G(z, c) for random z: one z in each column, one domain in each row.",
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args), { out } = given;
  const whole = (name: "count" | "seed" | "scale", otherwise: number, min: number, max: number) =>
    numberOption(name, given[name], otherwise, { min, max, whole: true });
  const count = whole("count", 8, 1, 64), scale = whole("scale", 2, 1, 16);
  const seed = whole("seed", 1, 0, 2 ** 31 - 1);
  const truncation = numberOption("truncation", given.truncation, 1, { min: 0, max: 1 });
  const file = await findModel(given.model, undefined, { encoder: false });
  checkOverwriting("--out", [out], { option: "--model", paths: [file.path] });
  await checkOutsideModelData("--out", out, file);
  await checkWritable(dirname(out), "--out");
  const shipped = shippedLine(file);
  if (shipped) console.log(shipped);
  const backend = (given.backend ?? "auto") as WantedBackend;
  console.log(backendLine(await preparing(() => selectBackend(backend))));
  using model = await openModel(file);
  const z = sampleLatent(model.config, new Random(seed), count);
  const latents = (await z.data<"float32">()).map((value) => value * truncation);
  const rows = [];
  for (const domain of model.domains) {
    rows.push({ images: await generateImages(model, latents, domain, count) });
  }
  await Deno.mkdir(dirname(out), { recursive: true });
  await atomicWrite(out, encodePng(imageGrid(rows, model.config.size, { scale })));
  console.log(`Wrote ${out}: ${count} z, each as ${model.domains.join(", ")}`);
});
