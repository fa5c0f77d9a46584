/**
 * `deno task bench`: how fast the layers, the training steps and translation are, beside stock
 * tfjs, PyTorch and jax-js. bench/README.md tells what each number means.
 *
 * @module
 */
import { describeAdapter } from "../lib/kernels/webgpu/start.ts";
import {
  selectBackend,
  type WantedBackend,
  wantedBackends,
} from "../lib/backend/select_backend.ts";
import { useDawn } from "./bench/dawn.ts";
import { type EngineName, engineNames } from "./bench/engines/engine.ts";
import { measureEngine, profileEngine } from "./bench/measure_engine.ts";
import { BRIEF, type Effort, QUICK, THOROUGH } from "./bench/measure.ts";
import { peakRate } from "./bench/peak_rate.ts";
import { everyStep, type Plan, planFor, quickPlan } from "./bench/plan.ts";
import type { Bench, Section } from "./bench/collected.ts";
import {
  coldSection,
  compareSection,
  cycleganSection,
  dawnSection,
  layersSection,
  profileSection,
  scalingSection,
  stepsSection,
  stockSection,
  variantsSection,
} from "./bench/sections.ts";
import { short } from "./bench/short_number.ts";
import { torchScript } from "./bench/torch.ts";
import { blasOf, blasOption } from "./shared/blas_option.ts";
import { runTask } from "./shared/main.ts";
import { helpText, type Options, parseOptions } from "./shared/options.ts";
import { preparing, UsageError } from "./shared/usage_error.ts";

const sections = {
  layers: { title: "Layers", run: layersSection },
  steps: { title: "Whole steps", run: stepsSection },
  cyclegan: { title: "Whole steps of CycleGAN", run: cycleganSection },
  variants: { title: "Steps not replayed, tuned tiles, float16 operands", run: variantsSection },
  profile: { title: "Where the device spends a step", run: profileSection },
  stock: { title: "Beside stock tfjs", run: stockSection },
  compare: { title: "Beside PyTorch and jax-js", run: compareSection },
  dawn: { title: "Deno's own WebGPU and Dawn's", run: dawnSection },
  scaling: { title: "Growth with batch, with gf, with size", run: scalingSection },
  cold: { title: "Cold start", run: coldSection },
} satisfies Record<string, { title: string; run: (bench: Bench) => Promise<Section> }>;
const sectionNames = Object.keys(sections) as (keyof typeof sections)[];

const options = {
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  blas: blasOption,
  software: { doc: "let auto take a software WebGPU adapter" },
  only: { value: "LIST", doc: `only some of ${sectionNames.join(", ")}` },
  compare: { doc: "also measure PyTorch and jax-js, in turns with ours" },
  quick: { doc: "small and brief; only shows that everything runs" },
  brief: { doc: "shorter blocks, one round, no jax-js, for a host that is lent for minutes" },
  full: { doc: "steps at every gf, batch and size (hours on a CPU)" },
  json: { doc: "rows as lines of JSON; the tables go to stderr" },
  gf: { value: "N", doc: "measure steps with N base filters in G, D and E" },
  batch: { value: "N", doc: "measure steps of N images" },
  size: { value: "N", doc: "measure steps of images of side N: 32, 64 or 128" },
  threads: { value: "N", doc: "threads of wasm and PyTorch (default: processors, at most 8)" },
  torch: { value: "FILE", doc: "PyTorch's side (default tasks/bench/acgan_torch.py)" },
  python: { value: "PROGRAM", doc: "a Python that has torch (default: python3)" },
  dawn: { value: "FILE", doc: "also measure Dawn; FILE is dawn.node of npm:webgpu" },
  tune: { value: "FILE", doc: "webgpu: keep the tiles that were fastest in FILE" },
  f16: { doc: "webgpu, with --engine: float16 operands in convolutions" },
  direct: { doc: "webgpu, with --engine: training steps through tfjs, not replayed" },
  profile: { doc: "webgpu, with --engine: time every dispatch of a step on the device instead" },
  engine: {
    value: "NAME",
    doc: `only time the steps of ${engineNames.join(", ")}, in this process, as JSON`,
    choices: engineNames,
  },
  help: { doc: "show this" },
} as const;

type Given = Options<typeof options>;

/** A measurement is not reliable above this load of the system, in processes that want to run. */
const BUSY = 0.5;

const help = helpText(
  "deno task bench [--backend NAME] [--compare] [--quick] [--json]",
  "Measures speed and memory on this machine. Let nothing else run meanwhile.",
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args);
  if (given.engine) return await runEngine(given, given.engine as EngineName);
  const only = given.only?.split(",");
  const unknown = only?.find((name) => !(name in sections));
  if (unknown !== undefined) {
    throw new UsageError(
      `--only: there is no part "${unknown}"; choose from ${sectionNames.join(", ")}`,
    );
  }
  if (only?.includes("dawn") && !given.dawn) throw new UsageError("--only dawn needs --dawn FILE");
  await runSections(given, only);
});

/** The part of a process that measures one engine. */
async function runEngine(given: Given, engine: EngineName): Promise<void> {
  const { backend } = given;
  if (!backend || backend === "auto") throw new UsageError("--engine needs --backend NAME");
  if (given.dawn) await useDawn(given.dawn);
  const step = stepOf(given, quickPlan.compare);
  const engineOptions = {
    backend: backend as "webgpu" | "wasm" | "cpu",
    threads: threadsOf(given),
    blas: blasOf(given.blas),
    tune: given.tune,
    f16: given.f16,
    direct: given.direct,
    quick: given.quick,
  };
  const rows = given.profile
    ? profileEngine(engine, step, engineOptions)
    : measureEngine(engine, step, engineOptions, effortOf(given));
  for await (const row of rows) console.log(JSON.stringify(row));
}

async function runSections(given: Given, only?: readonly string[]): Promise<void> {
  const say = given.json ? console.error : console.log, threads = threadsOf(given);
  const backend = await preparing(() =>
    selectBackend((given.backend ?? "auto") as WantedBackend, {
      allowSoftware: given.software,
      threads,
      blas: blasOf(given.blas),
    })
  );
  const software = backend.name === "webgpu" && (await describeAdapter())?.software === true;
  const speed = backend.name === "wasm"
    ? "cpu"
    : software || backend.name === "cpu"
    ? "slow"
    : "gpu";
  const [load] = Deno.loadavg();
  if (load > BUSY) {
    say(
      `Something else is running (load ${short(load)}), which slows PyTorch most: quote no number`,
    );
  }
  const peak = await peakRate(software, effortOf(given));
  say(`${backend.name} on ${backend.device}; peak ${short(peak.gflops)} GFLOP/s, by ${peak.by}`);
  const bench: Bench = {
    plan: planOf(given, given.quick ? quickPlan : planFor(speed)),
    backend,
    peak,
    threads,
    blas: blasOf(given.blas),
    quick: given.quick,
    brief: given.brief,
    dawn: given.dawn,
    tune: given.tune,
    torch: given.torch ?? await torchScript(),
    python: given.python,
    onProgress: (what) => console.error(`  measuring ${what}`),
  };
  const optional: Partial<Record<string, boolean>> = {
    compare: given.compare,
    dawn: given.dawn !== undefined,
    variants: backend.name === "webgpu",
    profile: backend.name === "webgpu",
  };
  for (const name of sectionNames) {
    if (only ? !only.includes(name) : name in optional && !optional[name]) continue;
    const { title, run } = sections[name];
    say(`\n${title}`);
    const { rows, table, notes } = await run(bench);
    if (given.json) rows.forEach((row) => console.log(JSON.stringify(row)));
    say(table);
    notes.forEach((note) => say(`  ${note}`));
  }
}

/** The plan, with the step that the options name in place of its own. */
function planOf(given: Given, plan: Plan): Plan {
  if (given.full) return { ...plan, steps: everyStep };
  if (!given.gf && !given.batch && !given.size) return plan;
  const compare = stepOf(given, plan.compare);
  return { ...plan, steps: [compare], stock: stepOf(given, plan.stock), compare };
}

function effortOf({ quick, brief }: Given): Effort {
  return quick ? QUICK : brief ? BRIEF : THOROUGH;
}

function stepOf({ gf, batch, size }: Given, otherwise: Plan["compare"]): Plan["compare"] {
  if (size && !["32", "64", "128"].includes(size)) {
    throw new UsageError(`--size must be 32, 64 or 128, got "${size}"`);
  }
  return {
    gf: countOf("gf", gf) ?? otherwise.gf,
    batch: countOf("batch", batch) ?? otherwise.batch,
    size: size ? Number(size) : otherwise.size,
  };
}

function threadsOf({ threads }: Given): number {
  return countOf("threads", threads) ?? Math.min(8, navigator.hardwareConcurrency);
}

function countOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return;
  if (!/^[1-9]\d{0,3}$/.test(text)) {
    throw new UsageError(`--${name} must be a whole number from 1 to 9999, got "${text}"`);
  }
  return Number(text);
}
