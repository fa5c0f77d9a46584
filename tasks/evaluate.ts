/**
 * `deno task evaluate`: every score of a run.
 *
 * @module
 */
import {
  backendLine,
  selectBackend,
  type WantedBackend,
  wantedBackends,
} from "../lib/backend/select_backend.ts";
import { packagedFeatures } from "../lib/evaluation/packaged_features.ts";
import { evaluationTable } from "../lib/evaluation/table.ts";
import { blasOf, blasOption } from "./shared/blas_option.ts";
import { choiceOptions } from "./shared/choice_options.ts";
import { evaluateRun, evaluationFiles } from "./shared/evaluate_run.ts";
import { runTask } from "./shared/main.ts";
import { findAnyModel, openAnyModel, openModelData, shippedLine } from "./shared/open_model.ts";
import { checkOutsideData, checkOutsideModelData } from "./shared/outside_data.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { packsOption } from "./shared/packs_option.ts";
import { checkWritable } from "./shared/run_folder.ts";
import { shippedWeights } from "./shared/shipped_weights.ts";
import { portraitJudge } from "./shared/portrait_judge.ts";
import { preparing } from "./shared/usage_error.ts";

const options = {
  model: {
    value: "RUN",
    doc: "folder of a run, or a checkpoint's file; the shipped weights if left out",
  },
  packs: packsOption,
  data: { value: "SPEC", doc: "data to evaluate on; the model's training data if left out" },
  ...choiceOptions,
  features: {
    doc: "also kernel distances on mobilenet_v2_mid; fetches nsfwjs 4.3.0 once (25 MB)",
  },
  portraits: {
    value: "N",
    doc: "read the faces of N held-out pictures of each domain; 500 for celeba: data, else 0",
  },
  genders: {
    value: "LIST",
    doc: "for portraits, male, female or none for each domain in turn; by their names if left out",
  },
  json: { doc: "print the scores as JSON instead of a table" },
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  blas: blasOption,
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task evaluate [--model RUN] [--data SPEC] [--features] [--portraits N] [--json]",
  `Scores a run on held-out images; writes ${evaluationFiles.scores} and ${evaluationFiles.picture} ` +
    `beside its checkpoint,\nor for the shipped weights to ${shippedWeights.folder}.`,
  { Options: options },
);

await runTask(async () => {
  const given = parseOptions(options, Deno.args);
  if (given.help) return console.log(help);
  // With --json, stdout is for the JSON alone.
  const print = given.json ? console.error : console.log;
  const file = await findAnyModel(given.model);
  await checkWritable(file.folder, "--model");
  await checkOutsideModelData("--model", file.folder, file);
  if (given.data) await checkOutsideData("--model", file.folder, given.data);
  const shipped = shippedLine(file);
  if (shipped) print(shipped);
  const backend = await preparing(() =>
    selectBackend((given.backend ?? "auto") as WantedBackend, { blas: blasOf(given.blas) })
  );
  print(backendLine(backend));
  const data = await openModelData(file, given, print);
  const features = given.features ? await preparing(packagedFeatures) : undefined;
  using portraits = await portraitJudge(given, data, print);
  const model = await openAnyModel(file);
  const evaluation = await evaluateRun(model, data, file.folder, print, {
    features,
    portraits,
    device: backend.device,
  });
  console.log(given.json ? JSON.stringify(evaluation, null, 2) : evaluationTable(evaluation));
  print(`Written to ${file.folder}: ${Object.values(evaluationFiles).join(", ")}`);
});
