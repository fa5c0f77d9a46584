/**
 * How fast a training is that several processes share. Started by itself, it measures one process and
 * N ranks in turns, each with `--rank` in a process of its own:
 * `deno run -A tasks/bench/ranks.ts --rounds 5`.
 *
 * @module
 */
import process from "node:process";
import * as tf from "@tensorflow/tfjs";
import type { ImageSet } from "../../lib/data/image_set.ts";
import { install } from "../../lib/kernels/install.ts";
import { type MpiRanks, startRanks } from "../../lib/kernels/mpi/ranks.ts";
import { countParameters, type Network } from "../../lib/networks/network.ts";
import { createConfig, type PresetName } from "../../lib/presets.ts";
import { shareTraining } from "../../lib/training/share_training.ts";
import { trainStage1, trainStage2 } from "../../lib/training/train.ts";
import { createTraining } from "../../lib/training/training.ts";
import { runTask } from "../shared/main.ts";
import { numberOption } from "../shared/number_option.ts";
import { helpText, parseOptions } from "../shared/options.ts";
import { FailedRun } from "../shared/usage_error.ts";
import { jsonLinesOf } from "./lines_of.ts";
import { spread } from "./measure.ts";

const options = {
  preset: { value: "NAME", doc: "preset of the training (default small)" },
  batch: { value: "N", doc: "images of a step, over all ranks (default: the preset's)" },
  n: { value: "N", doc: "ranks to compare with one (default 2)" },
  rounds: { value: "N", doc: "turns (default 3)" },
  steps: { value: "N", doc: "steps of each stage in a turn (default 20)" },
  threads: { value: "N", doc: "threads of a rank (default 1)" },
  mpirun: { value: "COMMAND", doc: "how ranks are started (default mpirun)" },
  mpi: { value: "FILE", doc: "the library (default: the system's MPICH)" },
  rank: { doc: "measure in this process, which mpirun has started" },
  help: { doc: "show this" },
} as const;

/** Steps that are not counted: they set things up. */
const WARM_UP = 3;

/** What rank 0 prints. */
interface RankRow {
  /** Ranks, and threads of each. */
  readonly ranks: number;
  readonly threads: number;
  /** Milliseconds of a step: the median. */
  readonly stage1: number;
  readonly stage2: number;
  /** Milliseconds of processor time that rank 0 spent on a step. */
  readonly work1: number;
  readonly work2: number;
  /** Milliseconds of one mean over all ranks, which begin at once, of all gradients of G. */
  readonly average: number;
  /** Bytes that each rank puts into the means of a step. */
  readonly bytes1: number;
  readonly bytes2: number;
}

type Given = ReturnType<typeof parseOptions<typeof options>>;

const count = (given: Given, name: "batch" | "n" | "rounds" | "steps" | "threads", other: number) =>
  numberOption(name, given[name], other, { min: 1, max: 1e6, whole: true });

await runTask(async () => {
  const given = parseOptions(options, Deno.args);
  if (given.help) return console.log(helpText("deno run -A tasks/bench/ranks.ts", "", { options }));
  if (given.rank) return await measureRank(given);
  const n = count(given, "n", 2), rounds = count(given, "rounds", 3);
  const threads = count(given, "threads", 1);
  const cases = [[1, threads], [n, threads], [1, n * threads]];
  const rows: RankRow[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [ranks, each] of cases) {
      const row = await rankRow(given, ranks, each);
      console.log(JSON.stringify(row));
      rows.push(row);
    }
  }
  const { batch } = configOf(given);
  console.log(
    "ranks x threads  stage 1 ms, images/s  stage 2 ms, images/s  processor ms of rank 0  " +
      "mean of G's gradients ms",
  );
  for (const [ranks, each] of cases) {
    const own = rows.filter((row) => row.ranks === ranks && row.threads === each);
    const median = (of: (row: RankRow) => number) => spread(own.map(of)).ms;
    const [one, two] = [median((row) => row.stage1), median((row) => row.stage2)];
    console.log([
      `${ranks} x ${each}`.padEnd(16),
      ...[one, two].map((ms) => `${ms.toFixed(0)}, ${(1000 * batch / ms).toFixed(0)}/s`.padEnd(21)),
      [median((row) => row.work1), median((row) => row.work2)]
        .map((ms) => ms.toFixed(0)).join(", ").padEnd(23),
      median((row) => row.average).toFixed(2),
    ].join(" "));
  }
  const [[first], [second], [third]] = cases.map(([ranks, each]) => [
    rows.filter((row) => row.ranks === ranks && row.threads === each),
  ]);
  const ratio = (a: RankRow[], b: RankRow[], of: (row: RankRow) => number) => {
    const { ms, lowMs, highMs } = spread(a.map((row, i) => of(row) / of(b[i])));
    return `${ms.toFixed(2)} (${lowMs.toFixed(2)} to ${highMs.toFixed(2)})`;
  };
  for (const stage of ["stage1", "stage2"] as const) {
    console.log(
      `${stage}: ${n} ranks are ${
        ratio(first, second, (row) => row[stage])
      } times as fast as one, ` +
        `and ${
          ratio(third, second, (row) => row[stage])
        } times as fast as one with ${n} times the threads`,
    );
  }
});

/** Starts ranks and reads what they measured. One process is started without mpirun. */
async function rankRow(given: Given, ranks: number, threads: number): Promise<RankRow> {
  const command = (given.mpirun ?? "mpirun").split(" ");
  const words = [
    ...ranks > 1 ? [...command, "-n", `${ranks}`] : [],
    ...[Deno.execPath(), "run", "-A", Deno.mainModule, "--rank", "--threads", `${threads}`],
    ...(["preset", "batch", "steps", "mpi"] as const).flatMap((name) =>
      given[name] === undefined ? [] : [`--${name}`, given[name]]
    ),
  ];
  const [row] = await jsonLinesOf(words[0], words.slice(1)) as unknown as RankRow[];
  if (row.ranks !== ranks) throw new FailedRun(`${command[0]} is not that of the MPI library`);
  return row;
}

function configOf(given: Given) {
  const steps = WARM_UP + count(given, "steps", 20);
  const config = createConfig((given.preset ?? "small") as PresetName, {
    ...{ steps1: steps, steps2: steps, eErase: false, saveEvery: 1e6 },
  });
  return { ...config, batch: count(given, "batch", config.batch) };
}

/** Measures both stages in this process. */
async function measureRank(given: Given): Promise<void> {
  tf.enableProdMode();
  const threads = count(given, "threads", 1), config = configOf(given), domains = ["a", "b"];
  await install("wasm", { threads });
  const ranks = startRanks(given.mpi ?? true);
  const begun = createTraining(config, domains);
  const training = ranks.size > 1 ? shareTraining(begun, ranks) : begun;
  const images = grey(config.size, domains);
  const measureStage = async (stage: typeof trainStage1 | typeof trainStage2) => {
    const times: number[] = [];
    let before = 0, used = process.cpuUsage();
    for await (const { step, seconds } of stage(training, images)) {
      if (step > WARM_UP) times.push(1000 * (seconds - before));
      if (step === WARM_UP) used = process.cpuUsage();
      before = seconds;
    }
    const { user, system } = process.cpuUsage(used);
    return { ms: spread(times).ms, work: (user + system) / 1000 / times.length };
  };
  const first = await measureStage(trainStage1), second = await measureStage(trainStage2);
  const { generator, discriminator, encoder } = training.model;
  const bytes = (network: Network) =>
    4 * (countParameters(network) +
      Object.values(network.statistics).reduce((sum, { size }) => sum + size, 0));
  const row: RankRow = {
    ranks: ranks.size,
    threads,
    ...{ stage1: first.ms, stage2: second.ms, work1: first.work, work2: second.work },
    average: await averageMs(ranks, Object.values(generator.weights)),
    bytes1: bytes(discriminator) + config.gSteps * bytes(generator),
    bytes2: bytes(encoder),
  };
  if (ranks.rank === 0) console.log(JSON.stringify(row));
  ranks.finish();
}

/** Milliseconds of a mean over all ranks, without what they wait for one another. */
async function averageMs(ranks: MpiRanks, weights: readonly tf.Tensor[]): Promise<number> {
  const gradients = weights.map((weight) => tf.zerosLike(weight));
  const times: number[] = [];
  for (let i = 0; i < 20; i++) {
    await ranks.meet();
    ranks.gather([0]);
    const start = performance.now();
    ranks.average(gradients);
    times.push(performance.now() - start);
  }
  return spread(times).ms;
}

/** Images without content: the time of a step does not depend on it. */
function grey(size: number, domains: readonly string[]): ImageSet {
  const image = new Uint8Array(size * size * 3).fill(100);
  return {
    ...{ size, domains, counts: domains.map(() => 1000) },
    read: (_, index, target, offset = 0) => target.set(image.with(0, index % 256), offset),
    close: () => {},
    [Symbol.dispose]() {},
  };
}
