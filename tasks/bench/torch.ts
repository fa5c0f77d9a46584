/**
 * PyTorch beside us: the reference step of a script that prints JSON lines.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import type { StepCase, StepRow, TwoStepWork } from "./bench_row.ts";
import { jsonLinesOf } from "./lines_of.ts";
import { stepFlops, Z } from "./step_flops.ts";

/** What to run it with. */
export interface TorchOptions {
  /** The reference script. */
  readonly script: string;
  /** A Python that has torch, from {@linkcode findTorch}. */
  readonly python: string;
  /** cpu or cuda. */
  readonly device: "cpu" | "cuda";
  /** Threads on a CPU. */
  readonly threads: number;
  /** Whether products may round their inputs to TF32. */
  readonly tf32: boolean;
  /** Whether to measure briefly. */
  readonly quick: boolean;
}

/** A Python with torch. */
export interface TorchFound {
  /** The program. */
  readonly python: string;
  /** Whether it sees a CUDA device. */
  readonly cuda: boolean;
  /** What makes the comparison unfair, if anything. */
  readonly warning?: string;
}

const PROBE = `
import json, torch
torch.ones(64, 64) @ torch.ones(64, 64)
libraries = open("/proc/self/maps").read() if __import__("os").path.exists("/proc/self/maps") else ""
slow = "libblas" in libraries and "openblas" not in libraries
print(json.dumps({"cuda": torch.cuda.is_available(), "slow": slow}))
`;

/**
 * Finds a Python that can import torch.
 *
 * @param wanted the one asked for; by default python3 and the system's own are tried
 * @throws Error that names what to install, if there is none
 */
export async function findTorch(wanted?: string): Promise<TorchFound> {
  for (const python of wanted ? [wanted] : ["python3", "/usr/bin/python3"]) {
    const [found] = await jsonLinesOf(python, ["-c", PROBE]).catch(() => []);
    if (!found) continue;
    const warning = found.slow
      ? "this PyTorch runs without OpenBLAS and is 3 to 5 times slower than it can be: install " +
        "libopenblas0-pthread"
      : undefined;
    return { python, cuda: found.cuda === true, warning };
  }
  throw new Error(
    `${wanted ?? "python3"} has no torch: install the Debian packages python3-torch and ` +
      "libopenblas0-pthread, or name another Python with --python",
  );
}

/** Where the PyTorch side lies: beside this file, or packed with a bundle of the bench. */
export async function torchScript(): Promise<string> {
  const packed = new URL("acgan_torch.py", Deno.mainModule).pathname;
  const isPacked = await Deno.stat(packed).then(() => true, () => false);
  return isPacked ? packed : fileURLToPath(new URL("acgan_torch.py", import.meta.url));
}

/** Runs the script at one shape. */
export async function torchRows(step: StepCase, options: TorchOptions): Promise<StepRow[]> {
  const { script, python, device, threads, tf32, quick } = options, { gf, batch, size } = step;
  const shape = ["--gf", gf, "--df", gf, "--batch", batch, "--size", size, "--z", Z];
  const rows = await jsonLinesOf(python, [
    script,
    "--device",
    device,
    ...shape.map(String),
    "--steps",
    String(quick ? 1 : device === "cuda" ? 30 : 5),
    ...(device === "cpu" ? ["--threads", String(threads)] : []),
    ...(tf32 ? ["--tf32"] : []),
  ]);
  return rows.map((row) => asStepRow(row, step, device));
}

/** A row of the script as one of ours. */
export function asStepRow(
  row: Record<string, unknown>,
  step: StepCase,
  backend: "cpu" | "cuda",
): StepRow {
  const work = row.work as TwoStepWork, batch = row.batch as number, ms = row.ms as number;
  return {
    engine: `${row.engine}${row.tf32 ? " TF32" : ""}`,
    backend,
    device: row.device as string,
    work,
    gf: step.gf,
    df: step.gf,
    batch,
    size: step.size,
    ms,
    lowMs: ms,
    highMs: ms,
    imagesPerSecond: 1000 * batch / ms,
    gflops: stepFlops(work, { ...step, batch }) / ms / 1e6,
  };
}
