/**
 * The parts of the bench, each with its rows and its table.
 *
 * @module
 */
import type { SelectedBackend } from "../../lib/backend/select_backend.ts";
import type { BenchRow, StepCase, StepRow } from "./bench_row.ts";
import { measureColdStart } from "./cold_start.ts";
import { engineRows } from "./engine_process.ts";
import type { EngineName } from "./engines/engine.ts";
import { type Effort, QUICK, THOROUGH } from "./measure.ts";
import { measureLayers } from "./measure_layers.ts";
import { medianRows } from "./median_rows.ts";
import type { PeakRate } from "./peak_rate.ts";
import type { Plan } from "./plan.ts";
import { layerReport, scalingReport, stepReport } from "./report.ts";
import { short } from "./text_table.ts";
import { findTorch, torchRows } from "./torch.ts";

/** Everything that a section needs to know. */
export interface Bench {
  /** What to measure. */
  readonly plan: Plan;
  /** The backend in use. */
  readonly backend: SelectedBackend;
  /** Its peak. */
  readonly peak: PeakRate;
  /** Threads of wasm and of PyTorch. */
  readonly threads: number;
  /** Whether to measure briefly. */
  readonly quick: boolean;
  /** Dawn's native add-on, if it is to be tried. */
  readonly dawn?: string;
  /** The reference script of PyTorch. */
  readonly torch: string;
  /** A Python that has torch, if one was named. */
  readonly python?: string;
  /** Told what is being measured. */
  readonly onProgress: (what: string) => void;
}

/** A part of the bench, done. */
export interface Section {
  /** For `--json`. */
  readonly rows: readonly BenchRow[];
  /** For people. */
  readonly table: string;
  /** What could not be measured and why, or what a number means. */
  readonly notes: readonly string[];
}

const effortOf = (bench: Bench): Effort => bench.quick ? QUICK : THOROUGH;

/** The layers, in this process. */
export async function layersSection(bench: Bench): Promise<Section> {
  const { plan: { layers }, backend, peak, quick } = bench;
  const rows = await Array.fromAsync(
    measureLayers({ backend, peak, ...layers, few: quick }, effortOf(bench)),
  );
  const note =
    `gf ${layers.gf}, batch ${layers.batch}; * gradients with the forward pass that goes before`;
  return { rows, table: layerReport(rows), notes: [note] };
}

/** Whole steps of im2im. */
export async function stepsSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench);
  for (const step of bench.plan.steps) await collected.add("im2im", step);
  return collected.section(stepReport);
}

/** Whole steps of im2im and of stock tfjs. */
export async function stockSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench);
  await collected.add("im2im", bench.plan.stock);
  await collected.add("tfjs", bench.plan.stock);
  if (bench.backend.name === "wasm") {
    collected.notes.push(
      "stock tfjs-wasm cannot train (it has no Conv2DBackpropFilter): its cpu backend trains here",
    );
  }
  return collected.section(stepReport);
}

/** im2im and PyTorch in turns, so that what else the machine does meets both alike; then jax-js. */
export async function compareSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench), { compare, jax } = bench.plan;
  const torch = await collected.tried("torch", () => findTorch(bench.python));
  if (torch?.warning) collected.notes.push(`torch: ${torch.warning}`);
  if (compare.size !== 64) collected.notes.push("torch: its script knows 64x64 only");
  const useCuda = bench.backend.name === "webgpu" && torch?.cuda === true;
  for (let round = 0; round < (bench.quick ? 1 : 3); round++) {
    await collected.add("im2im", compare);
    for (const tf32 of useCuda ? [false, true] : [false]) {
      if (!torch || compare.size !== 64) continue;
      bench.onProgress(`torch${tf32 ? " TF32" : ""}, gf ${compare.gf}, batch ${compare.batch}`);
      const rows = await collected.tried("torch", () =>
        torchRows(compare, {
          script: bench.torch,
          python: torch.python,
          device: useCuda ? "cuda" : "cpu",
          threads: bench.threads,
          tf32,
          quick: bench.quick,
        }));
      collected.rows.push(...rows ?? []);
    }
  }
  if (jax !== compare) await collected.add("im2im", jax);
  await collected.add("jax", jax);
  return collected.section(stepReport);
}

/** The same steps on Deno's own WebGPU and on Dawn. */
export async function dawnSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench);
  for (const engine of ["im2im", "tfjs"] as const) {
    await collected.add(engine, bench.plan.stock);
    await collected.add(engine, bench.plan.stock, bench.dawn);
  }
  return collected.section(stepReport);
}

/** How time and memory grow. */
export async function scalingSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench), measured = new Map<string, readonly StepRow[]>();
  const parts: string[] = [];
  for (const series of bench.plan.scaling) {
    const rows: StepRow[] = [];
    for (const step of series) {
      const key = JSON.stringify(step);
      const found = measured.get(key) ?? await collected.add("im2im", step);
      measured.set(key, found);
      rows.push(...found.filter(({ batch }) => batch === step.batch));
    }
    parts.push(scalingReport(rows.toSorted((a, b) => a.work.localeCompare(b.work))));
  }
  return collected.section(() => parts.join("\n\n"));
}

/** Time to first picture. */
export async function coldSection(bench: Bench): Promise<Section> {
  const { plan: { coldStart: gf }, backend, quick } = bench;
  bench.onProgress(`deno task translate, gf ${gf}`);
  const row = await measureColdStart(backend.name, gf, quick ? 1 : 5).catch((error) => error);
  if (row instanceof Error) return { rows: [], table: "", notes: [row.message.split("\n")[0]] };
  const { ms, lowMs, highMs } = row;
  const table =
    `deno task translate, one picture, gf ${gf}: ${short(ms / 1000)} s from the start ` +
    `of the process to the file (${short(lowMs / 1000)} to ${short(highMs / 1000)})`;
  return { rows: [row], table, notes: [] };
}

/** Rows as they come in, and what went wrong with those that did not. */
class Collected {
  readonly rows: StepRow[] = [];
  readonly notes: string[] = [];
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Measures an engine in a process of its own. */
  async add(engine: EngineName, step: StepCase, dawn?: string): Promise<StepRow[]> {
    const { backend: { name: backend }, threads, quick, onProgress } = this.#bench;
    onProgress(
      `${engine}${
        dawn ? " on Dawn" : ""
      }, gf ${step.gf}, batch ${step.batch}, ${step.size}x${step.size}`,
    );
    const options = { backend, threads, quick, dawn };
    const rows = await this.tried(engine, () => engineRows(engine, step, options)) ?? [];
    this.rows.push(...rows);
    return rows;
  }

  /** A failure of one engine is a note: the others go on. */
  async tried<T>(engine: string, run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      this.notes.push(`${engine}: ${(error as Error).message}`);
    }
  }

  section(table: (rows: readonly StepRow[]) => string): Section {
    const rows = medianRows(this.rows).map((row) => ({
      ...row,
      percentOfPeak: row.gflops && 100 * row.gflops / this.#bench.peak.gflops,
    }));
    return { rows, table: table(rows), notes: [...new Set(this.notes)] };
  }
}
