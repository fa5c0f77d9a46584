/**
 * The parts of the bench, each with its rows and its table.
 *
 * @module
 */
import type { ProfileRow, StepRow } from "./bench_row.ts";
import { type Bench, Collected, type Section } from "./collected.ts";
import { measureColdStart } from "./cold_start.ts";
import { QUICK, SHORT } from "./measure.ts";
import { engineRows } from "./engine_process.ts";
import { measureLayers } from "./measure_layers.ts";
import { layerReport, profileReport, scalingReport, stepReport } from "./report.ts";
import { short } from "./short_number.ts";
import { findTorch, torchRows } from "./torch.ts";

/** The layers, in this process. */
export async function layersSection(bench: Bench): Promise<Section> {
  const { plan: { layers }, backend, peak, quick, brief } = bench;
  const rows = await Array.fromAsync(
    measureLayers({ backend, peak, ...layers, few: quick }, quick || brief ? QUICK : SHORT),
  );
  const note =
    `gf ${layers.gf}, batch ${layers.batch}; * gradients with the forward pass that goes before`;
  return { rows, table: layerReport(rows), notes: [note] };
}

/** Whole steps of im2im. */
export async function stepsSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench);
  for (const step of bench.plan.steps) await collected.add("im2im", step, { blas: bench.blas });
  return collected.section(stepReport);
}

/** Whole steps of CycleGAN on the same kernels. */
export async function cycleganSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench);
  for (const step of bench.plan.cyclegan) {
    await collected.add("cyclegan", step, { blas: bench.blas });
  }
  collected.notes.push("CycleGAN: 6 blocks, gf = df; batch counts the images of each domain");
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

/** Turns of the engines that are compared. */
const ROUNDS = 5;

/** im2im and PyTorch in turns, so that what else the machine does meets both alike; then jax-js. */
export async function compareSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench), { compare, jax } = bench.plan;
  const torch = await collected.tried("torch", () => findTorch(bench.python));
  if (torch?.warning) collected.notes.push(`torch: ${torch.warning}`);
  const useCuda = bench.backend.name === "webgpu" && torch?.cuda === true;
  for (let round = 0; round < (bench.quick || bench.brief ? 1 : ROUNDS); round++) {
    await collected.add("im2im", compare);
    if (bench.blas) await collected.add("im2im", compare, { blas: bench.blas });
    for (const tf32 of useCuda ? [false, true] : [false]) {
      if (!torch) continue;
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
  if (bench.brief) return collected.section(stepReport);
  if (jax !== compare) await collected.add("im2im", jax);
  await collected.add("jax", jax);
  return collected.section(stepReport);
}

/** The same steps on Deno's own WebGPU and on Dawn. */
export async function dawnSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench);
  for (const engine of ["im2im", "tfjs"] as const) {
    if (bench.brief && engine === "tfjs") continue;
    await collected.add(engine, bench.plan.stock);
    await collected.add(engine, bench.plan.stock, { dawn: bench.dawn });
  }
  return collected.section(stepReport);
}

/** Steps on WebGPU through tfjs instead of replayed, with tuned tiles, float16 operands, both. */
export async function variantsSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench), { plan: { compare } } = bench;
  if (bench.backend.name !== "webgpu") {
    collected.notes.push("replay, tuned tiles and float16 operands are WebGPU's");
    return collected.section(() => "");
  }
  await collected.add("im2im", compare);
  await collected.add("im2im", compare, { direct: true });
  await collected.add("im2im", compare, { f16: true });
  if (bench.tune) {
    await collected.add("im2im", compare, { tune: bench.tune });
    await collected.add("im2im", compare, { tune: bench.tune, f16: true });
  } else {collected.notes.push(
      "tiles are tuned with --tune FILE, which takes minutes the first time",
    );}
  return collected.section(stepReport);
}

/** The time of every program of a training step on the device. */
export async function profileSection(bench: Bench): Promise<Section> {
  const { plan: { compare }, quick, onProgress } = bench;
  onProgress(`each dispatch, gf ${compare.gf}, batch ${compare.batch}`);
  const options = { backend: bench.backend.name, threads: bench.threads, quick, profile: true };
  const found = await engineRows("im2im", compare, options).catch((error: Error) => error);
  if (found instanceof Error) return { rows: [], table: "", notes: [found.message] };
  const rows = found as unknown as ProfileRow[];
  return { rows, table: profileReport(rows), notes: [] };
}

/** How time and memory grow. */
export async function scalingSection(bench: Bench): Promise<Section> {
  const collected = new Collected(bench), measured = new Map<string, readonly StepRow[]>();
  const parts: string[] = [];
  for (const series of bench.plan.scaling) {
    const rows: StepRow[] = [];
    for (const step of series) {
      const key = JSON.stringify(step);
      const found = measured.get(key) ?? await collected.add("im2im", step, { blas: bench.blas });
      measured.set(key, found);
      rows.push(...found.filter(({ batch }) => batch === step.batch));
    }
    parts.push(scalingReport(rows.toSorted((a, b) => a.work.localeCompare(b.work))));
  }
  return collected.section(() => parts.join("\n\n"));
}

/** Time to first picture. */
export async function coldSection(bench: Bench): Promise<Section> {
  const { plan: { coldStart: gf }, backend, quick, brief } = bench;
  bench.onProgress(`deno task translate, gf ${gf}`);
  const row = await measureColdStart(backend.name, gf, quick || brief ? 1 : 5).catch((error) =>
    error
  );
  if (row instanceof Error) return { rows: [], table: "", notes: [row.message.split("\n")[0]] };
  const { ms, lowMs, highMs } = row;
  const table =
    `deno task translate, one picture, gf ${gf}: ${short(ms / 1000)} s from the start ` +
    `of the process to the file (${short(lowMs / 1000)} to ${short(highMs / 1000)})`;
  return { rows: [row], table, notes: [] };
}
