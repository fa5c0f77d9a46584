/**
 * Refusing a training that cannot fit into memory before its first step.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Config } from "../config.ts";
import { OutOfMemoryError } from "../kernels/out_of_memory_error.ts";
import { HEAP_BYTES } from "../kernels/wasm/guard_heap.ts";
import { stepMemory } from "./step_memory.ts";

/** What {@linkcode stepMemory} may say too much; what it calls larger than this cannot fit. */
const DOUBT = 1.15;

/**
 * Refuses a stage whose steps cannot fit into the wasm heap of 4 GiB. On other backends it does
 * nothing. A doubtful case is not refused; it ends in the same error once the heap is full.
 *
 * @param config as the training has it
 * @param domains K, the number of domains
 * @param stage 1 or 2
 * @throws OutOfMemoryError that says what a step takes and which batch fits
 */
export function checkStepMemory(config: Config, domains: number, stage: 1 | 2): void {
  if (tf.getBackend() !== "wasm") return;
  const { fixed, perImage } = stepMemory(config, domains, stage);
  const bytes = fixed + config.batch * perImage;
  if (bytes <= DOUBT * HEAP_BYTES) return;
  const batch = Math.floor((HEAP_BYTES / DOUBT - fixed) / perImage);
  throw new OutOfMemoryError(
    `A step of stage ${stage} with a batch of ${config.batch} at ${config.size}x${config.size} ` +
      `takes about ${inGib(bytes)}, and the wasm heap holds ${inGib(HEAP_BYTES)}`,
    `use ${
      batch > 0 ? `a batch of ${batch} or less, ` : ""
    }smaller images or a smaller gf, df and ` +
      "ef, or the webgpu backend",
  );
}

const inGib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
