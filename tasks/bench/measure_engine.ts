/**
 * All works of one engine at one shape, in this process.
 *
 * @module
 */
import { profileStep } from "./profile_step.ts";
import type { ProfileRow, StepCase, StepRow, TwoStepWork } from "./bench_row.ts";
import type { Engine, EngineName, EngineOptions } from "./engines/engine.ts";
import { type Effort, measure } from "./measure.ts";
import { stepFlops } from "./step_flops.ts";

/** An engine's module is only loaded if it is asked for: each brings its own runtime. */
const start: Record<EngineName, (step: StepCase, options: EngineOptions) => Promise<Engine>> = {
  im2im: async (step, options) => (await import("./engines/im2im.ts")).startIm2im(step, options),
  tfjs: async (step, options) => (await import("./engines/tfjs.ts")).startTfjs(step, options),
  jax: async (step, options) => (await import("./engines/jax.ts")).startJax(step, options),
  cyclegan: async (step, options) =>
    (await import("./engines/cyclegan.ts")).startCycleGan(step, options),
};

/**
 * Times stage 1, stage 2 and translation of a batch and of one image.
 *
 * @param name which engine
 * @param step its shape
 * @param options backend and threads
 * @param effort how long to take
 * @yields each row as soon as it is known
 */
export async function* measureEngine(
  name: EngineName,
  step: StepCase,
  options: EngineOptions,
  effort: Effort,
): AsyncGenerator<StepRow> {
  const engine = await start[name](step, options);
  for (const { work, batch, flops, prepare, count, call, finish } of engine.works) {
    await prepare?.();
    const timing = await measure({ call, finish }, effort);
    yield {
      engine: engine.name,
      backend: engine.backend(),
      device: engine.device(),
      work,
      gf: step.gf,
      df: step.gf,
      batch,
      size: step.size,
      ...timing,
      imagesPerSecond: 1000 * batch / timing.ms,
      gflops: (flops ?? stepFlops(work as TwoStepWork, { ...step, batch })) / timing.ms / 1e6,
      ...await count?.(),
      ...engine.memory(),
    };
  }
}

/**
 * Times every dispatch of an engine's training steps on the device.
 *
 * @yields a row for each program, slowest first
 * @throws Error if the engine's steps cannot be profiled
 */
export async function* profileEngine(
  name: EngineName,
  { gf, batch, size }: StepCase,
  options: EngineOptions,
): AsyncGenerator<ProfileRow> {
  const engine = await start[name]({ gf, batch, size }, options);
  if (!engine.profiled) throw new Error(`Steps of ${engine.name} cannot be profiled`);
  for (const [step, run] of Object.entries(engine.profiled)) {
    const lines = await profileStep(run), total = lines.reduce((sum, { ms }) => sum + ms, 0);
    for (const line of lines) {
      yield {
        engine: engine.name,
        backend: engine.backend(),
        device: engine.device(),
        work: "profile",
        step: step as ProfileRow["step"],
        gf,
        batch,
        size,
        ...line,
        share: line.ms / total,
      };
    }
  }
}
