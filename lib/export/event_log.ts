/**
 * The log of a run as TensorBoard reads it: an event file in the run's folder.
 *
 * @module
 */
import { atomicWrite } from "../checkpoint/atomic_write.ts";
import type { TrainEvent } from "../training/train.ts";
import { eventCodec, type EventMessage } from "./event_messages.ts";
import { frameRecord, readRecords } from "./tf_record.ts";

/** The file's name in a run's folder; TensorBoard looks for `tfevents` in it. */
export const eventFile = "events.out.tfevents.im2im";

/** What the first record of every event file says. */
const VERSION = "brain.Event:2";

/** A picture, encoded. */
export interface LoggedPicture {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** The bytes of its PNG. */
  readonly png: Uint8Array;
}

/** An event file that is open for writing. */
export interface EventLog extends Disposable {
  /**
   * Writes what was read at a step, as `stage1/NAME` or `stage2/NAME`, and the images a second;
   * nothing where no losses were read.
   */
  write(event: Pick<TrainEvent, "stage" | "step" | "losses" | "imagesPerSecond">): Promise<void>;
  /** Writes a picture at a step, as `stage1/NAME` or `stage2/NAME`. */
  picture(stage: 1 | 2, step: number, name: string, picture: LoggedPicture): Promise<void>;
}

/**
 * Opens an event file, and first drops what lies after the checkpoint that the run goes on from, so
 * that no step is in it twice. A record that a crash cut short goes too.
 *
 * Source: https://github.com/tensorflow/tensorboard, its format of event files, version 2
 *
 * @example
 * ```ts
 * import { openEventLog } from "@im2im/im2im/export";
 *
 * const folder = await Deno.makeTempDir();
 * using log = await openEventLog(`${folder}/events.out.tfevents.im2im`, { step1: 0, step2: 0 });
 * await log.write({ stage: 1, step: 10, losses: { D: 1.2, G: 0.8 }, imagesPerSecond: 300 });
 * ```
 *
 * @param path the file; made if it is not there
 * @param done steps of each stage that are done
 * @throws the system's error if the file cannot be written
 */
export async function openEventLog(
  path: string,
  done: { readonly step1: number; readonly step2: number },
): Promise<EventLog> {
  const old = await Deno.readFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return new Uint8Array();
    throw error;
  });
  const records = [...readRecords(old)].filter((record) => isKept(record, done));
  const first = eventCodec.encode("Event", { wallTime: now(), fileVersion: VERSION });
  await atomicWrite(path, await joined([first, ...records].map(frameRecord)));
  const file = await Deno.open(path, { append: true });
  const append = async (step: number, value: Values) => {
    const event = { wallTime: now(), step: BigInt(step), summary: { value } };
    const bytes = frameRecord(eventCodec.encode("Event", event));
    for (let written = 0; written < bytes.length;) {
      written += await file.write(bytes.subarray(written));
    }
  };
  return {
    async write({ stage, step, losses, imagesPerSecond }) {
      if (!losses) return;
      const numbers = { ...losses, images_per_second: imagesPerSecond };
      await append(
        step,
        Object.entries(numbers).map(([name, simpleValue]) => ({
          tag: `stage${stage}/${name}`,
          simpleValue,
        })),
      );
    },
    async picture(stage, step, name, { width, height, png }) {
      const image = { width, height, colorspace: 3, encodedImageString: png };
      await append(step, [{ tag: `stage${stage}/${name}`, image }]);
    },
    [Symbol.dispose]: () => file.close(),
  };
}

type Values = NonNullable<NonNullable<EventMessage["summary"]>["value"]>;

const now = () => Date.now() / 1000;

/** Whether a record is of a step that is done; what step 0 shows is drawn again by a run at step 0. */
function isKept(
  record: Uint8Array,
  { step1, step2 }: { readonly step1: number; readonly step2: number },
): boolean {
  const { step = 0n, summary } = eventCodec.decode("Event", record);
  const tag = summary?.value?.[0]?.tag;
  if (tag === undefined) return false; // the version, which is written anew
  const steps = tag.startsWith("stage2/") ? step2 : step1;
  return steps > 0 && step <= BigInt(steps);
}

async function joined(parts: readonly Uint8Array<ArrayBuffer>[]): Promise<Uint8Array> {
  return new Uint8Array(await new Blob([...parts]).arrayBuffer());
}
