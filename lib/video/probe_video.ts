/**
 * What a video's headers say, before its frames are read.
 *
 * @module
 */
import { ffmpegReason } from "./ffmpeg.ts";

/** A video. */
export interface VideoInfo {
  /** Frames per second that its frames are read at; the mean where the file's rate varies. */
  readonly rate: number;
  /** Seconds, or undefined where the file does not say. */
  readonly duration: number | undefined;
  /** Whether there is sound. */
  readonly audio: boolean;
  /** Name of the container, as ffmpeg calls it. */
  readonly container: string;
}

/** A rate above this is faster than any camera. It is the file's unit of time. */
const FASTEST = 240;
const USUAL = 30;

/**
 * Looks at a video's headers.
 *
 * @param ffmpeg of findFfmpeg
 * @param path of the video
 * @throws Deno.errors.NotFound if there is no such file; Error if it is empty, nothing that ffmpeg
 * can read, or has no video stream
 */
export async function probeVideo(ffmpeg: string, path: string): Promise<VideoInfo> {
  const { size, isFile } = await Deno.stat(path);
  if (!isFile) throw new Error(`${path} is not a file: name a video`);
  if (size === 0) throw new Error(`${path} is empty: fetch or record it again`);
  const args = ["-hide_banner", "-nostdin", "-i", fileAddress(path)];
  const { stderr } = await new Deno.Command(ffmpeg, { args, stdout: "null", stderr: "piped" })
    .output();
  return readInfo(path, new TextDecoder().decode(stderr));
}

/** A path that ffmpeg cannot take for an option or an address. */
export function fileAddress(path: string): string {
  return `file:${path}`;
}

/**
 * Reads what `ffmpeg -i` prints.
 *
 * @param path named in errors
 * @param text all that it printed on stderr
 * @throws Error if the file cannot be read or has no video stream
 */
export function readInfo(path: string, text: string): VideoInfo {
  const container = /^Input #0, ([^,\n]+)/m.exec(text)?.[1];
  if (!container) throw new Error(`${path} is no video that can be read (${ffmpegReason(text)})`);
  const streams = text.split("\n").filter((line) => /^\s*Stream #/.test(line));
  const video = streams.find((line) => /: Video: /.test(line) && !/attached pic/.test(line));
  if (!video) throw new Error(`${path} has no video stream: name a file with pictures in it`);
  const time = /Duration: (\d+):(\d+):([\d.]+)/.exec(text);
  return {
    rate: readRate(video),
    duration: time ? Number(time[1]) * 3600 + Number(time[2]) * 60 + Number(time[3]) : undefined,
    audio: streams.some((line) => /: Audio: /.test(line)),
    container,
  };
}

/** Frames per second of a line that describes a stream: the mean rate, else the base rate. */
function readRate(stream: string): number {
  for (const unit of ["fps", "tbr"]) {
    const [, digits, thousands] = new RegExp(`([\\d.]+)(k?) ${unit}`).exec(stream) ?? [];
    const rate = Number(digits ?? 0) * (thousands ? 1000 : 1);
    // 23.98, 29.97, 59.94 are rounded: television's rates are a thousandth below a whole one.
    const television = Math.round(rate) / 1.001;
    if (rate > 0 && rate <= FASTEST) return Math.abs(rate - television) < 0.006 ? television : rate;
  }
  return USUAL;
}
