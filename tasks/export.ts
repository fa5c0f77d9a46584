/**
 * `deno task export`: a trained model as an ONNX file.
 *
 * @module
 */
import { dirname, extname } from "node:path";
import { atomicWrite } from "../lib/checkpoint/atomic_write.ts";
import { exportOnnx, type OnnxPart } from "../lib/export/export_onnx.ts";
import { install } from "../lib/kernels/install.ts";
import { dataTerms } from "./shared/data_terms.ts";
import { runTask } from "./shared/main.ts";
import { findModel, openModel, shippedLine } from "./shared/open_model.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { checkOutsideModelData } from "./shared/outside_data.ts";
import { checkOverwriting } from "./shared/overwriting.ts";
import { checkWritable, exists } from "./shared/run_folder.ts";
import { preparing, UsageError } from "./shared/usage_error.ts";

const parts: readonly OnnxPart[] = ["translate", "encoder", "generator"];

const options = {
  model: {
    value: "RUN",
    doc: "folder of a run, a checkpoint's file, or faces-64; these shipped weights if left out",
  },
  out: { value: "FILE.onnx", required: true, doc: "the file to write" },
  part: {
    value: "NAME",
    doc: "translate (default): y = G(E(x), c); encoder: z = E(x); generator: x = G(z, c)",
    choices: parts,
  },
  half: { doc: "store weights as float16: half the size, rounded unless they were stored so" },
  terms: { value: "TEXT", doc: "the terms of the training pictures, for the file's metadata" },
  overwrite: { doc: "replace FILE.onnx if it is there" },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task export --out FILE.onnx [--model RUN] [OPTION...]",
  "Writes a trained model as ONNX, opset 17, for any number of images in a batch. Images are float32\n" +
    "[batch, 3, size, size] in [-1, 1]; c is [batch, K], a row of 0 with a 1 for each image.",
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args), { out } = given;
  const part = (given.part ?? "translate") as OnnxPart;
  const file = await findModel(given.model, undefined, { encoder: part !== "generator" });
  if (extname(out).toLowerCase() !== ".onnx") {
    throw new UsageError(`--out ${out} must end in .onnx: name a file`);
  }
  checkOverwriting("--out", [out], { option: "--model", paths: [file.path] });
  await checkOutsideModelData("--out", out, file);
  if (await exists(out) && !given.overwrite) {
    throw new UsageError(`--out ${out} is there already: name another file, or add --overwrite`);
  }
  await checkWritable(dirname(out), "--out");
  const shipped = shippedLine(file);
  if (shipped) console.log(shipped);
  await install("wasm", { threads: 1 }); // it holds the weights; nothing is computed
  using model = await openModel(file);
  const bytes = await preparing(async () =>
    await exportOnnx(model, {
      part,
      dtype: given.half ? "F16" : "F32",
      metadata: { terms: given.terms ?? await dataTerms(file) },
    })
  );
  await Deno.mkdir(dirname(out), { recursive: true });
  await atomicWrite(out, bytes);
  console.log(
    `Wrote ${out}: ${part}, opset 17, ${
      (bytes.length / 2 ** 20).toFixed(1)
    } MiB; domains, in the ` +
      `order of c: ${model.domains.join(", ")}`,
  );
});
