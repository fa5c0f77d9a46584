/**
 * `deno task score-swap`: a run's face swap in numbers.
 *
 * @module
 */
import {
  backendLine,
  selectBackend,
  type WantedBackend,
  wantedBackends,
} from "../lib/backend/select_backend.ts";
import { FaceReader } from "../lib/video/face_reader.ts";
import { manifestPath } from "../lib/video/manifest.ts";
import { scoreSwap } from "../lib/video/score_swap.ts";
import { swapTable } from "../lib/video/swap_table.ts";
import { runTask } from "./main.ts";
import { findModel, openModel } from "./open_model.ts";
import { helpText, parseOptions } from "./options.ts";
import { startProgress } from "./progress.ts";
import { exists } from "./run_folder.ts";
import { preparing, UsageError } from "./usage_error.ts";

const uses = ["held-out", "train"] as const;

const options = {
  model: { value: "RUN", required: true, doc: "folder of a run, or a checkpoint's file" },
  data: { value: "DIR", required: true, doc: "what deno task crop wrote" },
  frames: { value: "N", doc: "frames of each person (default 200)" },
  use: {
    value: "USE",
    doc: "which: held-out (default), or train, to choose a recipe by",
    choices: uses,
  },
  out: { value: "FILE", doc: "JSON of the scores (default RUN/swap-scores.json)" },
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task score-swap --model RUN --data DIR",
  "Swaps frames of the videos and reads the results: whose face it is (distance of descriptors, 0.55\n" +
    "separates two people), and how closely head, mouth, eyes, smile and line of sight follow the\n" +
    "input (correlation r). Beside it the input reconstructed, the noise floor of the readings and two\n" +
    "baselines.",
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args);
  const frames = Number(given.frames ?? 200);
  if (!Number.isInteger(frames) || frames < 4) {
    throw new UsageError(`--frames must be a whole number from 4, got "${given.frames}"`);
  }
  const use = (given.use ?? "held-out") as typeof uses[number];
  const file = await findModel(given.model);
  for (const person of file.domains) {
    if (!await exists(manifestPath(given.data, person))) {
      throw new UsageError(
        `--data ${given.data} has no ${person}.jsonl: name what deno task crop wrote`,
      );
    }
  }
  const backend = await preparing(() => selectBackend((given.backend ?? "auto") as WantedBackend));
  console.log(backendLine(backend));
  const model = await openModel(file), reader = await preparing(() => FaceReader.load());

  let bar: ReturnType<typeof startProgress> | undefined;
  const onProgress = (done: number, total: number) => {
    bar ??= startProgress({ label: "Reading faces", total });
    bar.update(done);
  };
  const directions = await preparing(() =>
    scoreSwap(model, given.data, reader, { frames, use, onProgress })
  ).finally(() => bar?.stop());
  const out = given.out ?? `${file.folder}/swap-scores.json`;
  const { size } = model.config;
  await Deno.writeTextFile(out, JSON.stringify({ size, use, directions }, null, 2) + "\n");
  console.log(`\n${swapTable(directions)}\n\n${out}`);
});
