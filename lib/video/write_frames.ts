/**
 * Frames as a video, with the sound of another.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import { ffmpegReason } from "./ffmpeg.ts";
import { fileAddress } from "./probe_video.ts";
import { SYNTHETIC_NOTE } from "./synthetic_note.ts";

/** What a {@linkcode FrameWriter} writes. */
export interface WriteFramesOptions {
  /** Width of every frame, in pixels. */
  readonly width: number;
  /** Height of every frame, in pixels. */
  readonly height: number;
  /** Frames per second. */
  readonly rate: number;
  /** A file whose sound is kept, if it has any. */
  readonly soundOf?: string;
}

/** Encodes frames to H.264, noted in the metadata as synthetic. */
export class FrameWriter {
  readonly #path: string;
  readonly #options: WriteFramesOptions;
  readonly #process: Deno.ChildProcess;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;
  readonly #messages: Promise<string>;

  /**
   * Starts ffmpeg. An existing file is overwritten.
   *
   * @param ffmpeg of findFfmpeg
   * @param path of the video; its ending names the container
   * @param options size, rate and sound
   */
  constructor(ffmpeg: string, path: string, options: WriteFramesOptions) {
    const { width, height, rate, soundOf } = options;
    // H.264 with 4:2:0 colour takes even sides only: a last odd row or column is repeated.
    const even = `pad=ceil(iw/2)*2:ceil(ih/2)*2,fillborders=right=${width % 2}:bottom=${
      height % 2
    }:mode=smear`;
    this.#path = path;
    this.#options = options;
    this.#process = new Deno.Command(ffmpeg, {
      // deno-fmt-ignore
      args: [
        "-hide_banner", "-nostats", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", `${width}x${height}`, "-r", `${rate}`, "-i", "-",
        ...soundOf ? ["-i", fileAddress(soundOf), "-map", "0:v", "-map", "1:a?"] : [],
        "-vf", even, "-c:v", "libx264", "-preset", "veryfast", "-crf", "16", "-pix_fmt", "yuv420p",
        "-c:a", "aac", "-b:a", "192k",
        "-metadata", `comment=${SYNTHETIC_NOTE}`, "-movflags", "+faststart", fileAddress(path),
      ],
      stdin: "piped",
      stdout: "null",
      stderr: "piped",
    }).spawn();
    this.#input = this.#process.stdin.getWriter();
    this.#messages = new Response(this.#process.stderr).text();
  }

  /**
   * Adds a frame.
   *
   * @throws TypeError if it has another size; Error with ffmpeg's reason if that has given up
   */
  async write({ width, height, rgb }: RgbImage): Promise<void> {
    if (width !== this.#options.width || height !== this.#options.height) {
      throw new TypeError(
        `A frame is ${width} x ${height}, not ${this.#options.width} x ${this.#options.height}`,
      );
    }
    try {
      await this.#input.write(rgb);
    } catch {
      throw await this.#failure();
    }
  }

  /**
   * Finishes the file.
   *
   * @throws Error with ffmpeg's reason if the video could not be written
   */
  async close(): Promise<void> {
    await this.#input.close().catch(() => {});
    if (!(await this.#process.status).success) throw await this.#failure();
    await this.#messages;
  }

  async #failure(): Promise<Error> {
    const reason = ffmpegReason(await this.#messages);
    return new Error(`${this.#path} could not be written (${reason})`);
  }
}
