/**
 * What the sections of the bench share: their settings, and rows as they come in.
 *
 * @module
 */
import type { SelectedBackend } from "../../lib/backend/select_backend.ts";
import type { BenchRow, StepCase, StepRow } from "./bench_row.ts";
import { type EngineProcessOptions, engineRows } from "./engine_process.ts";
import type { EngineName } from "./engines/engine.ts";
import { medianRows } from "./median_rows.ts";
import type { PeakRate } from "./peak_rate.ts";
import type { Plan } from "./plan.ts";

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
  /** Whether wasm's products go to a native BLAS, or its file. */
  readonly blas?: boolean | string;
  /** Whether to measure briefly. */
  readonly quick: boolean;
  /** Whether to take less time than a quiet measurement wants. */
  readonly brief: boolean;
  /** Dawn's native add-on, if it is to be tried. */
  readonly dawn?: string;
  /** Where tuned tiles are kept; nowhere after the bench if left out. */
  readonly tune?: string;
  /** The reference script of PyTorch. */
  readonly torch: string;
  /** A Python that has torch, if one was named. */
  readonly python?: string;
  /** Told what is being measured. */
  readonly onProgress: (what: string) => void;
}

/** What an engine's process uses besides its backend. */
export type Accelerators = Pick<
  EngineProcessOptions,
  "dawn" | "blas" | "tune" | "f16" | "direct"
>;

/** A part of the bench, done. */
export interface Section {
  /** For `--json`. */
  readonly rows: readonly BenchRow[];
  /** For people. */
  readonly table: string;
  /** What could not be measured and why, or what a number means. */
  readonly notes: readonly string[];
}

/** Rows as they come in, and what went wrong with those that did not. */
export class Collected {
  /** Every round of every measurement. */
  readonly rows: StepRow[] = [];
  /** What could not be measured, and why. */
  readonly notes: string[] = [];
  readonly #bench: Bench;

  /** Starts with nothing. */
  constructor(bench: Bench) {
    this.#bench = bench;
  }

  /** Measures an engine in a process of its own. */
  async add(engine: EngineName, step: StepCase, extra: Accelerators = {}): Promise<StepRow[]> {
    const { backend: { name: backend }, threads, quick, brief, onProgress } = this.#bench;
    const by = Object.keys(extra).filter((name) => extra[name as keyof Accelerators])
      .map((name) => `, ${name}`).join("");
    onProgress(`${engine}${by}, gf ${step.gf}, batch ${step.batch}, ${step.size}x${step.size}`);
    const options = { backend, threads, quick, brief, ...extra };
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

  /** The medians of the rounds, set against the peak. */
  section(table: (rows: readonly StepRow[]) => string): Section {
    const rows = medianRows(this.rows).map((row) => ({
      ...row,
      percentOfPeak: row.gflops && 100 * row.gflops / this.#bench.peak.gflops,
    }));
    return { rows, table: table(rows), notes: [...new Set(this.notes)] };
  }
}
