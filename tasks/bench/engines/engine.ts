/**
 * What the bench asks of an engine: the same three works.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { StepRow, Work } from "../bench_row.ts";
import type { Timed } from "../measure.ts";
import type { MemoryUse } from "../memory_use.ts";

/** Names of the engines that run in Deno. */
export type EngineName = "im2im" | "tfjs" | "jax" | "cyclegan";

/** The names of {@linkcode EngineName}. */
export const engineNames: readonly EngineName[] = ["im2im", "tfjs", "jax", "cyclegan"];

/** One work, ready to be timed. */
export interface EngineWork extends Timed {
  /** Which work. */
  readonly work: Work;
  /** Images in a call. */
  readonly batch: number;
  /** Its operations, where it is not of the two-step method. */
  readonly flops?: number;
  /** Called before the work is timed: switches backends where an engine needs more than one. */
  prepare?(): Promise<void>;
  /** Counts what one call asks of the GPU, where the engine can tell. */
  count?(): Promise<Pick<StepRow, "dispatches" | "submits" | "hostMs">>;
}

/** An engine, started for one shape. */
export interface Engine {
  /** Its name and version. */
  readonly name: string;
  /** What it runs on; read after each work, since an engine may need more than one. */
  readonly backend: () => string;
  /** Where that is. */
  readonly device: () => string;
  /** The works in the order to time them in. */
  readonly works: readonly EngineWork[];
  /** Its training steps to be profiled, where they run on WebGPU through tfjs. */
  readonly profiled?: Readonly<Record<"stage1" | "stage2", () => tf.TensorContainer>>;
  /** What has been needed so far. */
  memory(): MemoryUse;
}

/** What an engine is started with. */
export interface EngineOptions {
  /** tfjs' or jax-js' name of the backend. */
  readonly backend: "webgpu" | "wasm" | "cpu";
  /** Threads of wasm. */
  readonly threads: number;
  /** Whether wasm's products go to a native BLAS, or its file. */
  readonly blas?: boolean | string;
  /** WebGPU: the file of tuned tiles; what it lacks is measured first and added. */
  readonly tune?: string;
  /** WebGPU: whether convolutions stage their operands as float16. */
  readonly f16?: boolean;
  /** WebGPU: whether training steps go through tfjs; they are replayed from a recording otherwise. */
  readonly direct?: boolean;
  /** Whether to tune briefly, with few candidates. */
  readonly quick?: boolean;
}
