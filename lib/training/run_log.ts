/**
 * The log of a run: one JSON line for every reading of the losses.
 *
 * @module
 */
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import type { Paced, TrainEvent } from "./step_loop.ts";

type Line = Pick<TrainEvent, "stage" | "step" | "losses" | "seconds">;

/** A log that is open for writing. */
export interface RunLog {
  /** Writes what was read at a step; nothing where no losses were. */
  write(event: TrainEvent): Promise<void>;
  /** Closes the file. */
  close(): void;
}

/**
 * Opens the log, drops what lies after the checkpoint that the run resumes from, and takes from the
 * rest what no checkpoint holds: the seconds so far, and which losses are usual.
 *
 * @param path the file
 * @param training the run; its clocks and watches are set
 */
export async function openLog(path: string, training: Paced): Promise<RunLog> {
  const { step1, step2, seconds, watches } = training;
  const text = await Deno.readTextFile(path).catch(() => "");
  const kept = text.split("\n").filter((line) => {
    const { stage, step } = readLine(line);
    return step <= (stage === 1 ? step1 : step2);
  });
  for (const { stage, step, losses, seconds: then } of kept.map(readLine)) {
    seconds[stage] = Math.max(seconds[stage], then || 0);
    if (losses) watches[stage].see(step, losses);
  }
  await atomicWrite(path, kept.map((line) => line + "\n").join(""));
  const file = await Deno.open(path, { append: true });
  return {
    async write({ stage, step, losses, seconds, blownUp }: TrainEvent): Promise<void> {
      if (!losses) return;
      const line = { stage, step, losses, seconds: Number(seconds.toFixed(2)) };
      const text = JSON.stringify(blownUp.length ? { ...line, blownUp } : line);
      await file.write(new TextEncoder().encode(text + "\n"));
    },
    close: () => file.close(),
  };
}

/** A line that a crash cut short lies after every checkpoint. */
function readLine(line: string): Line {
  try {
    return JSON.parse(line);
  } catch {
    return { stage: 1, step: Infinity, losses: null, seconds: 0 };
  }
}
