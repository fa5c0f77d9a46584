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
import { atomicWrite } from "../lib/checkpoint/atomic_write.ts";
import { HELD_OUT_FILE } from "../lib/data/held_out.ts";
import { FaceReader } from "../lib/faces/face_reader.ts";
import { manifestPath } from "../lib/video/manifest.ts";
import { disposeModel } from "../lib/networks/model.ts";
import { scoreSwap, type SwapDirection } from "../lib/video/score_swap.ts";
import { swapTable } from "../lib/video/swap_table.ts";
import { runTask } from "./shared/main.ts";
import { findModel, type ModelFile, openModel } from "./shared/open_model.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { checkOverwriting, liesWithin } from "./shared/overwriting.ts";
import { startProgress } from "./shared/progress.ts";
import { exists } from "./shared/run_folder.ts";
import { preparing, UsageError } from "./shared/usage_error.ts";

const uses = ["held-out", "train"] as const;

const options = {
  model: {
    value: "RUN,...",
    required: true,
    doc: "folders of runs, or checkpoints' files; several give mean and deviation",
  },
  data: { value: "DIR", required: true, doc: "folder that deno task crop wrote" },
  frames: { value: "N", doc: "frames of each person (default 200)" },
  use: {
    value: "USE",
    doc: "frames to score: held-out (default), or train, to choose a recipe by",
    choices: uses,
  },
  out: { value: "FILE", doc: "JSON of the scores (default swap-scores.json of each run)" },
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task score-swap --model RUN --data DIR",
  "Swaps frames of the videos and reads the results: whose face it is (distance of descriptors, 0.55\n" +
    "separates two people), and how closely head, mouth, eyes, smile and line of sight follow the\n" +
    "input (correlation r). The table also shows the reconstructed input, the noise floor of the\n" +
    "readings and two baselines.",
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
  const paths = given.model.split(","), files: ModelFile[] = [];
  for (const path of paths) files.push(await findModel(path));
  const knows = ({ domains, config }: ModelFile) =>
    `${domains.join(", ")} at ${config.size}x${config.size}`;
  const people = files[0].domains, odd = files.find((file) => knows(file) !== knows(files[0]));
  if (odd) {
    throw new UsageError(
      `--model ${odd.path} knows ${knows(odd)}, the first model ${knows(files[0])}: ` +
        "score them apart",
    );
  }
  if (given.out !== undefined && files.length > 1) {
    throw new UsageError(
      "--out is for one model: leave it out, and each model gets a file of its own",
    );
  }
  for (const person of people) {
    if (!await exists(manifestPath(given.data, person))) {
      throw new UsageError(
        `--data ${given.data} has no ${person}.jsonl: name what deno task crop wrote`,
      );
    }
  }
  const outs = files.map((file, i) => given.out ?? scoresFile(paths[i], file));
  checkOverwriting(
    "--out",
    outs,
    { option: "--data", paths: people.map((person) => manifestPath(given.data, person)) },
    { option: "--data", paths: [`${given.data}/${HELD_OUT_FILE}`] },
    { option: "--model", paths: files.map(({ path }) => path) },
  );
  if (people.some((person) => liesWithin(outs[0], `${given.data}/${person}`))) {
    throw new UsageError(`--out ${outs[0]} lies among the pictures of --data: name another place`);
  }
  const backend = await preparing(() => selectBackend((given.backend ?? "auto") as WantedBackend));
  console.log(backendLine(backend));
  const reader = await preparing(() => FaceReader.load());

  let bar: ReturnType<typeof startProgress> | undefined;
  const scored: SwapDirection[][] = [], written: string[] = [];
  try {
    for (const [i, file] of files.entries()) {
      const model = await openModel(file), { size } = model.config;
      const onProgress = (done: number, total: number) => {
        bar ??= startProgress({ label: "Reading faces", total: total * files.length });
        bar.update(i * total + done);
      };
      const options = { frames, use, onProgress };
      const directions = await preparing(() => scoreSwap(model, given.data, reader, options));
      disposeModel(model);
      const out = outs[i];
      await atomicWrite(out, JSON.stringify({ size, use, directions }, null, 2) + "\n");
      scored.push(directions);
      written.push(out);
    }
  } finally {
    bar?.stop();
  }
  console.log(`\n${swapTable(scored[0], ...scored.slice(1))}\n\n${written.join("\n")}`);
});

/** Where the scores of a model go: into a run's folder, or beside a checkpoint that was named. */
function scoresFile(given: string, { folder }: ModelFile): string {
  const name = given.match(/^(.*)\.safetensors$/)?.[1];
  return name ? `${name}.swap-scores.json` : `${folder}/swap-scores.json`;
}
