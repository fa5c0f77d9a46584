/**
 * Running tfjs-core's own tests on a backend, as tfjs itself does.
 */
import * as tf from "@tensorflow/tfjs";
import { type CoreFile, loadCoreTests } from "./load_tests.ts";

/** The tests of every operation that the kernels replace, directly or through its gradient. */
export const replacedOperations: readonly string[] = [
  "ops/clone_test.js",
  "ops/conv1d_test.js",
  "ops/conv2d_separable_test.js",
  "ops/conv2d_test.js",
  "ops/conv2d_transpose_test.js",
  "ops/fused/fused_conv2d_test.js",
  "ops/fused/fused_mat_mul_test.js",
  "ops/mat_mul_test.js",
  "ops/mean_test.js",
  "ops/sum_test.js",
];

/** What came of a file's tests. */
export interface CoreResult {
  /** Tests that ran. */
  readonly count: number;
  /** The names of those that failed, with the first line of what they threw. */
  readonly failed: ReadonlyMap<string, string>;
}

/**
 * Runs files of tests, each on a backend that is started anew: tfjs resets its engine between them,
 * which disposes of the backend.
 */
export async function runCoreTests(
  backend: string,
  paths: readonly string[] = replacedOperations,
): Promise<CoreResult> {
  let count = 0;
  const failed = new Map<string, string>();
  for (const path of paths) {
    const file = await loadCoreTests(path);
    tf.engine().reset();
    tf.env().set("IS_TEST", true); // makes tfjs look for leaks after each kernel
    try {
      await tf.setBackend(backend);
      await runFile(file, failed);
      count += file.tests.length;
    } finally {
      tf.engine().reset();
    }
  }
  return { count, failed };
}

async function runFile({ path, tests }: CoreFile, failed: Map<string, string>): Promise<void> {
  const seen = new Map<string, number>();
  for (const { name, run } of tests) {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    tf.engine().startScope();
    try {
      await run();
    } catch (error) {
      const line = (error instanceof Error ? error.message : `${error}`).split("\n")[0];
      failed.set(`${path}: ${name}${times > 1 ? ` (${times})` : ""}`, line);
    } finally {
      tf.engine().endScope();
      tf.engine().disposeVariables();
    }
  }
}
