/**
 * What the bench reports: one row a measurement, plain JSON.
 *
 * @module
 */

/** A piece of work of the two-step method that is timed as a whole. */
export type TwoStepWork = "stage1" | "stage2" | "translate";

/** A piece of work that is timed as a whole. */
export type Work = TwoStepWork | "cyclegan step" | "cyclegan translation";

/** What a step's cost depends on. */
export interface StepCase {
  /** Base filters of G; D and E have as many. */
  readonly gf: number;
  /** Images in a batch. */
  readonly batch: number;
  /** Side of the images, pixels. */
  readonly size: number;
}

/** A whole step of one engine. Memory is what the process had needed by the end of this step. */
export interface StepRow {
  /** Who computed: im2im, tfjs, torch or jax-js, with its version where it is not ours. */
  readonly engine: string;
  /** What it computed on: wasm, webgpu, cpu, cuda. */
  readonly backend: string;
  /** The machine's part that it ran on. */
  readonly device: string;
  /** Which work. */
  readonly work: Work;
  /** Base filters of G. */
  readonly gf: number;
  /** Base filters of D and E. */
  readonly df: number;
  /** Images in a batch. */
  readonly batch: number;
  /** Side of the images, pixels. */
  readonly size: number;
  /** Milliseconds a step: the median of the blocks. */
  readonly ms: number;
  /** Milliseconds a step in the fastest block. */
  readonly lowMs: number;
  /** Milliseconds a step in the slowest block. */
  readonly highMs: number;
  /** Images a second at the median. */
  readonly imagesPerSecond: number;
  /** Billions of operations a second, those of the products only (see step_flops.ts). */
  readonly gflops?: number;
  /** gflops in per cent of the peak that this run measured on the same device. */
  readonly percentOfPeak?: number;
  /** WebGPU: compute dispatches a step. */
  readonly dispatches?: number;
  /** WebGPU: submissions a step. */
  readonly submits?: number;
  /** WebGPU, training: milliseconds that the host takes to ask for a step, submitting left out. */
  readonly hostMs?: number;
  /** Megabytes of tensors alive between steps. */
  readonly tensorMegabytes?: number;
  /** Megabytes of the wasm heap, or of all GPU buffers; neither ever shrinks, so it is the peak. */
  readonly heapMegabytes?: number;
  /** Megabytes of main memory: the peak of the process. */
  readonly processMegabytes?: number;
}

/** One pass of one layer. */
export interface LayerRow {
  /** Always im2im. */
  readonly engine: "im2im";
  /** What it computed on. */
  readonly backend: string;
  /** The machine's part that it ran on. */
  readonly device: string;
  /** Marks the row as a layer's. */
  readonly work: "layer";
  /** Which layer. */
  readonly layer: string;
  /** Which pass. */
  readonly pass: LayerPass;
  /** Images in a batch. */
  readonly batch: number;
  /** Milliseconds: the median of the blocks. */
  readonly ms: number;
  /** Billions of operations a second. */
  readonly gflops: number;
  /** gflops in per cent of the measured peak. */
  readonly percentOfPeak: number;
}

/** The three products of a layer in training. */
export type LayerPass = "forward" | "input gradient" | "weight gradient";

/** How long a whole task takes from its start as a process. */
export interface ColdStartRow {
  /** Always im2im. */
  readonly engine: "im2im";
  /** What it computed on. */
  readonly backend: string;
  /** Marks the row. */
  readonly work: "cold start";
  /** Base filters of the model. */
  readonly gf: number;
  /** Side of the picture. */
  readonly size: number;
  /** Milliseconds from starting the process to the translated picture on disk: the median. */
  readonly ms: number;
  /** The fastest start. */
  readonly lowMs: number;
  /** The slowest start. */
  readonly highMs: number;
}

/** One program's part of a training step on the device. */
export interface ProfileRow {
  /** Who computed. */
  readonly engine: string;
  /** What it computed on. */
  readonly backend: string;
  /** The machine's part that it ran on. */
  readonly device: string;
  /** Marks the row. */
  readonly work: "profile";
  /** Which step. */
  readonly step: "stage1" | "stage2";
  /** Base filters of G, D and E. */
  readonly gf: number;
  /** Images in a batch. */
  readonly batch: number;
  /** Side of the images, pixels. */
  readonly size: number;
  /** The program's name. */
  readonly label: string;
  /** Dispatches of it in a step. */
  readonly calls: number;
  /** Milliseconds of all of them on the device. */
  readonly ms: number;
  /** Their part of the step's time on the device, 0 to 1. */
  readonly share: number;
}

/** Any row of `deno task bench --json`. */
export type BenchRow = StepRow | LayerRow | ColdStartRow | ProfileRow;
