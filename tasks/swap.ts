/**
 * `deno task swap`: another face in a video or a picture.
 *
 * @module
 */
import { dirname } from "node:path";
import {
  backendLine,
  selectBackend,
  type WantedBackend,
  wantedBackends,
} from "../lib/backend/select_backend.ts";
import type { RgbImage } from "../lib/images/crop.ts";
import { decodeImage } from "../lib/images/decode_image.ts";
import { encodePng } from "../lib/images/encode_png.ts";
import { PICTURE_ENDING } from "../lib/images/picture_kind.ts";
import type { Model } from "../lib/networks/model.ts";
import { domainIndex } from "../lib/translation/domain_labels.ts";
import { FaceFinder } from "../lib/faces/face_finder.ts";
import { findFfmpeg } from "../lib/video/ffmpeg.ts";
import { besideEachOther, swapFaces, type SwappedFrame } from "../lib/video/swap_faces.ts";
import { notePng, SYNTHETIC_NOTE } from "../lib/video/synthetic_note.ts";
import { trackFaces } from "../lib/video/track_faces.ts";
import { type TrackedImage, trackedImages, trackVideo } from "../lib/video/track_video.ts";
import { FrameWriter } from "../lib/video/write_frames.ts";
import { atomicWrite } from "../lib/checkpoint/atomic_write.ts";
import { frameRanges } from "./shared/frame_ranges.ts";
import { runTask } from "./shared/main.ts";
import { findModel, openModel } from "./shared/open_model.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { checkOutsideModelData } from "./shared/outside_data.ts";
import { checkOverwriting } from "./shared/overwriting.ts";
import { inRuns } from "./shared/places.ts";
import { startProgress } from "./shared/progress.ts";
import { checkWritable } from "./shared/run_folder.ts";
import { FailedRun, preparing, UsageError } from "./shared/usage_error.ts";

const options = {
  model: { value: "RUN", required: true, doc: "folder of a run, or a checkpoint's file" },
  in: { value: "FILE", required: true, doc: "a video, or a picture" },
  to: { value: "PERSON", required: true, doc: "domain of the run whose face is put in" },
  out: { value: "FILE", required: true, doc: "the result: .mp4, .mov or .mkv; .png of a picture" },
  "side-by-side": { doc: "show the original on the left" },
  smooth: { value: "N", doc: "share of the last frame's z that is kept, 0 (default) to below 1" },
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task swap --model RUN --in VIDEO|PICTURE --to PERSON --out FILE",
  "Swaps the face of every frame, keeps sound and frame rate, and notes in the result's metadata\n" +
    "that it is synthetic. Only for people who have agreed to it; never pass the result off as real.",
  { Options: options },
);

const VIDEO = /\.(mp4|m4v|mov|mkv)$/i;

/** What to do with each frame. */
interface Swap {
  readonly model: Model;
  readonly finder: FaceFinder;
  readonly from: string;
  readonly to: string;
  readonly out: string;
  readonly smooth: number;
  readonly sideBySide: boolean;
}

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args);
  const smooth = Number(given.smooth ?? 0), isPicture = PICTURE_ENDING.test(given.in);
  if (!(smooth >= 0 && smooth < 1)) {
    throw new UsageError(`--smooth must be from 0 to below 1, got "${given.smooth}"`);
  }
  if (isPicture ? !/\.png$/i.test(given.out) : !VIDEO.test(given.out)) {
    throw new UsageError(
      `--out ${given.out} must end in ${isPicture ? ".png" : ".mp4, .mov or .mkv"}`,
    );
  }
  await checkWritable(dirname(given.out), "--out");
  await preparing(() => Deno.stat(given.in));
  const file = await findModel(given.model);
  checkOverwriting(
    "--out",
    [given.out],
    { option: "--in", paths: [given.in] },
    { option: "--model", paths: [file.path] },
  );
  await checkOutsideModelData("--out", given.out, file);
  await preparing(() => domainIndex(file.domains, given.to));
  const ffmpeg = isPicture ? undefined : await preparing(() => findFfmpeg(inRuns("tools")));
  const backend = await preparing(() => selectBackend((given.backend ?? "auto") as WantedBackend));
  console.log(backendLine(backend));
  const swap: Swap = {
    model: await openModel(file),
    finder: await preparing(() => FaceFinder.load()),
    ...{ from: given.in, to: given.to, out: given.out },
    ...{ smooth, sideBySide: given["side-by-side"] },
  };
  await Deno.mkdir(dirname(given.out), { recursive: true });
  if (ffmpeg) await swapVideo(ffmpeg, swap);
  else await swapPicture(swap);
  console.log(`${given.out}: its metadata say "${SYNTHETIC_NOTE}"`);
});

async function swapVideo(ffmpeg: string, swap: Swap): Promise<void> {
  let found: ReturnType<typeof startProgress> | undefined;
  const start = performance.now();
  const track = await preparing(() =>
    trackVideo(ffmpeg, swap.finder, swap.from, (done, total = done) => {
      found ??= startProgress({ label: "Finding faces", total });
      found.update(Math.min(done, total));
    })
  ).finally(() => found?.stop());
  const total = track.frames.length;
  if (!track.frames.some(({ face }) => face)) {
    throw new UsageError(`--in ${swap.from} shows no single face in any of its ${total} frames`);
  }
  const bar = startProgress({ label: "Swapping", total });
  let writer: FrameWriter | undefined;
  const passed: SwappedFrame[] = [];
  try {
    for await (const result of swapFaces(swap.model, trackedImages(ffmpeg, track), swap)) {
      const image = shown(result, swap);
      writer ??= new FrameWriter(ffmpeg, swap.out, {
        ...{ width: image.width, height: image.height, rate: track.info.rate },
        soundOf: track.info.audio ? swap.from : undefined,
      });
      await writer.write(image);
      if (!result.swapped) passed.push(result);
      bar.update(result.frame + 1);
    }
    await writer?.close();
  } catch (error) {
    if (!(error instanceof Error) || !/could not be written/.test(error.message)) throw error;
    throw new FailedRun(error.message, { cause: error });
  } finally {
    bar.stop();
  }
  const rate = total / (performance.now() - start) * 1000;
  console.log(`Swapped ${total - passed.length} of ${total} frames, ${rate.toFixed(1)} a second`);
  listPassed(passed);
  if (track.damage) console.log(`The video is damaged: ${track.damage}. Frames before were used`);
}

/** Lists the frames that were passed through, by reason. */
function listPassed(passed: readonly SwappedFrame[]): void {
  for (const [state, frames] of Map.groupBy(passed, ({ state }) => state)) {
    const numbers = frames.map(({ frame }) => frame);
    console.log(`Passed through, ${state}: ${frameRanges(numbers)}`);
  }
}

async function swapPicture(swap: Swap): Promise<void> {
  const image = await preparing(async () => {
    try {
      return await decodeImage(await Deno.readFile(swap.from));
    } catch (error) {
      throw new Error(`--in ${swap.from}: ${(error as Error).message}`, { cause: error });
    }
  });
  for await (const result of swapFaces(swap.model, tracked(swap.finder, image), swap)) {
    if (!result.swapped) {
      throw new UsageError(`--in ${swap.from} cannot be used (${result.state}): take another`);
    }
    await atomicWrite(swap.out, notePng(encodePng(shown(result, swap))));
  }
}

async function* tracked(finder: FaceFinder, image: RgbImage): AsyncGenerator<TrackedImage> {
  for await (const tracked of trackFaces(finder, one(image))) yield { tracked, image };
}

async function* one<T>(item: T): AsyncGenerator<T> {
  yield item;
}

function shown({ image, original }: SwappedFrame, { sideBySide }: Swap): RgbImage {
  return sideBySide ? besideEachOther(original, image) : image;
}
