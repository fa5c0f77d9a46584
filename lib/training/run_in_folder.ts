/**
 * A training with a folder, whatever its method: checkpoints, a log, pictures on the way.
 *
 * @module
 */
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import type { Config } from "../config.ts";
import { agreedStop, anyRank, leads } from "./agree.ts";
import { lockRun, type RunLock } from "./lock_run.ts";
import { runFiles } from "./run_folder.ts";
import { openLog } from "./run_log.ts";
import type { Paced, TrainEvent, TrainOptions } from "./step_loop.ts";

/** What a run in a folder can be given beside what a loop can, whatever its method. */
export interface FolderOptions extends TrainOptions {
  /** Whether a new run may take the place of one that is in the folder, whose checkpoints go. */
  readonly overwrite?: boolean;
  /** The lock of the folder, where the caller has it already; else it is taken and given back. */
  readonly lock?: RunLock;
  /** Called after each step, before the checkpoint that holds it is saved: for a further log. */
  readonly onEvent?: (event: TrainEvent) => Promise<void>;
  /** Called before stage 1 with step 0, then every config.sampleEvery steps and at a stage's end. */
  readonly onSample?: (stage: 1 | 2, step: number) => Promise<void>;
}

/** A training as its folder sees it. */
export interface FolderRun<Options extends FolderOptions> {
  /** What counts its steps. */
  readonly training: Paced;
  /** Its config, which is written down. */
  readonly config: Pick<Config, "saveEvery" | "sampleEvery">;
  /** What the config does not tell; not written down where it is empty. */
  readonly history: object;
  /** Sees to it that the folder is free, or throws before anything is touched. */
  readonly makeRoom: (folder: string, overwrite?: boolean) => Promise<void>;
  /** Whether a file holds this run, saved under just its config. */
  readonly isSaved: (path: string) => Promise<boolean>;
  /** Saves all that the run needs to go on. Where ranks share it, all of them call this. */
  readonly save: (path: string) => Promise<void>;
  /** Trains until it is done or the signal of the options is given. */
  readonly train: (options: Options) => AsyncGenerator<TrainEvent>;
}

/**
 * Trains until the run is done or the signal is given, and saves on the way. Whatever ends the loop,
 * `last` holds a state that goes on to the very same result: bit for bit on wasm and cpu.
 *
 * @param folder where the files go; made if need be
 * @param run the training
 * @param given signal, lock, what is told on the way
 * @yields one event a step
 * @throws RunLockedError before anything is touched if another process trains into the folder; what
 *   makeRoom and train throw
 */
export async function* runInFolder<Options extends FolderOptions>(
  folder: string,
  run: FolderRun<Options>,
  given: Options,
): AsyncGenerator<TrainEvent> {
  const { training, config } = run, last = `${folder}/${runFiles.last}`;
  const before = training.step1 + training.step2, leading = leads(training);
  using _lock = given.lock || !leading ? undefined : lockRun(folder);
  if (leading) {
    await run.makeRoom(folder, given.overwrite);
    await writeText(`${folder}/${runFiles.config}`, config);
    if (Object.keys(run.history).length) {
      await writeText(`${folder}/${runFiles.history}`, run.history);
    }
  }
  await training.ranks?.meet();
  // From the first moment on there is something to go on with, under the config of now.
  if (anyRank(training, leading && !await run.isSaved(last))) await run.save(last);
  const log = leading ? await openLog(`${folder}/${runFiles.log}`, training) : undefined;
  const stop = agreedStop(training, given.signal), { onEvent, onSample } = given;
  try {
    for await (const event of run.train({ ...given, signal: stop.signal })) {
      const due = (every: number) => event.step % every === 0 || event.step === event.steps;
      await log?.write(event);
      if (leading) await onEvent?.(event);
      if (due(config.saveEvery)) await run.save(last);
      if (due(config.sampleEvery)) {
        if (leading) await onSample?.(event.stage, event.step);
        await training.ranks?.meet();
      }
      yield event;
      stop.look();
    }
    // A run that was made shorter may have nothing left to do but to say so in its file.
    const moved = training.step1 + training.step2 > before;
    if (stop.signal.aborted || !moved) await run.save(last);
  } finally {
    log?.close();
  }
}

const writeText = (path: string, value: unknown) =>
  atomicWrite(path, JSON.stringify(value, null, 2) + "\n");
