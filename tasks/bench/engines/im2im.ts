/**
 * This project as an engine of the bench.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { candidateTiles } from "../../../lib/kernels/webgpu/choose_tile.ts";
import { setOperandStorage } from "../../../lib/kernels/webgpu/operand_storage.ts";
import { tuneTiles } from "../../../lib/kernels/webgpu/tune_tiles.ts";
import { createConfig } from "../../../lib/presets.ts";
import type { Losses } from "../../../lib/training/gradients.ts";
import { readLosses } from "../../../lib/training/read_losses.ts";
import { stage1Step } from "../../../lib/training/stage1_step.ts";
import { stage2Step } from "../../../lib/training/stage2_step.ts";
import { createTraining } from "../../../lib/training/training.ts";
import { translate } from "../../../lib/translation/translate.ts";
import type { StepCase } from "../bench_row.ts";
import { countCall, countStep } from "../count_step.ts";
import { finishTfjs } from "../device_finish.ts";
import { tfjsMemory } from "../memory_use.ts";
import { type Draw, drawNow } from "../../../lib/kernels/draw.ts";
import { replayStage1, replayStage2 } from "../../../lib/training/replay.ts";
import { DOMAINS, Z } from "../step_flops.ts";
import { BenchData, type HostBatch } from "./bench_data.ts";
import type { Engine, EngineOptions, EngineWork } from "./engine.ts";

/** Steps between readings of the losses, as in every engine of the bench. */
const LOG_EVERY = 10;

/** Starts im2im with the networks of preset release, one G update for each D update. */
export async function startIm2im(step: StepCase, options: EngineOptions): Promise<Engine> {
  const { backend, threads, blas } = options, { gf, batch, size } = step;
  const replayed = backend === "webgpu" && !options.direct;
  const selected = await selectBackend(backend, { allowSoftware: true, threads, blas });
  const config = createConfig("release", {
    gf,
    df: gf,
    ef: gf,
    // A run needs two images for its domains; a step does not ask.
    batch: Math.max(2, batch),
    size: size as 32 | 64 | 128,
    gSteps: 1,
  });
  const training = createTraining(config, ["a", "b"]);
  const data = new BenchData(step);
  const shape = (count: number): [number, number, number, number] => [count, size, size, 3];

  const train = (work: "stage1" | "stage2", run: () => Losses): EngineWork => ({
    work,
    batch,
    finish: finishTfjs,
    async prepare() {
      // A step is recorded at its third run.
      for (let i = 0; replayed && i < 3; i++) tf.dispose(run());
      await finishTfjs();
    },
    count: backend === "webgpu" ? () => countStep(run) : undefined,
    async call(i) {
      const losses = run();
      if (i % LOG_EVERY === 0) await readLosses(losses);
      else tf.dispose(losses);
    },
  });

  const translation = (count: number): EngineWork => {
    const run = async () => {
      const y = tf.tidy(() =>
        translate(training.model, tf.tensor4d(data.images(count), shape(count)), "b")
      );
      await y.data();
      y.dispose();
    };
    return {
      work: "translate",
      batch: count,
      finish: finishTfjs,
      call: run,
      count: backend === "webgpu" ? () => countCall(run) : undefined,
    };
  };

  const latents = (draw: Draw, next: () => Omit<HostBatch, "x">) => {
    let arrays: Omit<HostBatch, "x">;
    return {
      c: draw([batch, DOMAINS], () => (arrays = next()).c) as tf.Tensor2D,
      z: draw([batch, Z], () => arrays.z) as tf.Tensor2D,
    };
  };
  const stage1On = (draw: Draw) =>
    tf.tidy(() => {
      let arrays: HostBatch;
      const x = draw(shape(batch), () => (arrays = data.next()).x) as tf.Tensor4D;
      return stage1Step(training.stage1, { x, ...latents(draw, () => arrays) });
    });
  const stage2On = (draw: Draw) =>
    tf.tidy(() => stage2Step(training.stage2, latents(draw, () => data.latents())));
  const replays = replayed
    ? [replayStage1(training.stage1, stage1On), replayStage2(training.stage2, stage2On)]
    : [];
  const stage1 = () => replayed ? replays[0].run() : stage1On(drawNow);
  const stage2 = () => replayed ? replays[1].run() : stage2On(drawNow);
  const translations = [...new Set([batch, 1])].map(translation);
  if (options.f16) setOperandStorage("f16");
  if (options.tune) {
    tf.dispose([stage1(), stage2()]);
    for (const { call } of translations) await call(0);
    await tune(options.tune, options.quick);
    replays.forEach((replay) => replay.forget());
  }
  return {
    name: "im2im",
    backend: () => selected.name,
    device: () => selected.device,
    memory: tfjsMemory,
    profiled: { stage1: () => stage1On(drawNow), stage2: () => stage2On(drawNow) },
    works: [
      train("stage1", stage1),
      train("stage2", stage2),
      ...translations,
    ],
  };
}

/** Measures the tiles that the file lacks, and adds them to it. */
async function tune(path: string, quick = false): Promise<void> {
  const known = await Deno.readTextFile(path).catch(() => "");
  const text = await tuneTiles({
    known,
    candidates: candidateTiles.slice(0, quick ? 2 : undefined),
  });
  await Deno.writeTextFile(path, text);
}
