/**
 * An engine in a process of its own: no other kernels, memory or threads beside it.
 *
 * @module
 */
import type { StepCase, StepRow } from "./bench_row.ts";
import type { EngineName, EngineOptions } from "./engines/engine.ts";
import { jsonLinesOf } from "./lines_of.ts";

/** Settings of a process. */
export interface EngineProcessOptions extends EngineOptions {
  /** Whether to measure briefly. */
  readonly quick: boolean;
  /** Whether to measure less long than usual. */
  readonly brief?: boolean;
  /** Dawn's native add-on, if WebGPU is to be Dawn's instead of Deno's own. */
  readonly dawn?: string;
  /** Whether to time every dispatch of a step instead: rows of another kind. */
  readonly profile?: boolean;
}

/**
 * Starts the bench once more, as the engine, and collects its rows.
 *
 * @throws Error with what the process said last, if it fails
 */
export async function engineRows(
  engine: EngineName,
  { gf, batch, size }: StepCase,
  { backend, threads, blas, quick, brief, dawn, tune, f16, direct, profile }: EngineProcessOptions,
): Promise<StepRow[]> {
  const options = { engine, backend, threads, gf, batch, size };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  if (quick) args.push("--quick");
  if (brief) args.push("--brief");
  if (blas) args.push(...blas === true ? ["--blas"] : ["--blas", blas]);
  if (dawn) args.push("--dawn", dawn);
  if (tune) args.push("--tune", tune);
  if (f16) args.push("--f16");
  if (direct) args.push("--direct");
  if (profile) args.push("--profile");
  const rows = await jsonLinesOf(Deno.execPath(), [
    "run",
    "--allow-all",
    Deno.mainModule,
    "--json",
    ...args,
  ]);
  const used = { Dawn: dawn, BLAS: blas, tuned: tune, f16, "not replayed": direct };
  const suffix = Object.entries(used).flatMap(([name, is]) => is ? `, ${name}` : []).join("");
  return rows.map((row) => ({ ...row, engine: `${row.engine}${suffix}` })) as unknown as StepRow[];
}
