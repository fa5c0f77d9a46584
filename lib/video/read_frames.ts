/**
 * The frames of a video, one after the other.
 *
 * ffmpeg decodes to a pipe of PPM pictures. Each picture says its own size, so rotation and
 * stretched pixels, which ffmpeg handles, need not be computed again here.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import { ffmpegReason } from "./ffmpeg.ts";
import { fileAddress } from "./probe_video.ts";

/** How frames are read. */
export interface ReadFramesOptions {
  /**
   * Frames per second. Frames are left out or repeated to keep this rate, so that sound stays in
   * step.
   */
  readonly rate: number;
  /** Seconds that the file claims to have; a file with far less is damaged. */
  readonly duration?: number;
  /** Called at the end with what was wrong with the file, if anything. */
  readonly onDamage?: (reason: string) => void;
}

/**
 * Share of the claimed length that a whole file has at least: lengths of sound and pictures differ.
 */
const COMPLETE = 0.9;

/**
 * Decodes a video: upright as its metadata says, pixels square, at a steady rate.
 *
 * @param ffmpeg of findFfmpeg
 * @param path of the video
 * @param options the rate
 * @returns its frames; stopping early ends ffmpeg
 * @throws Error if no frame can be decoded. A file that breaks off gives the frames before that.
 */
export async function* readFrames(
  ffmpeg: string,
  path: string,
  { rate, duration = 0, onDamage = () => {} }: ReadFramesOptions,
): AsyncGenerator<RgbImage> {
  const process = new Deno.Command(ffmpeg, {
    // deno-fmt-ignore
    args: [
      "-hide_banner", "-nostdin", "-nostats", "-loglevel", "error", "-i", fileAddress(path),
      "-map", "0:V:0", "-vf", `scale=trunc(iw*sar):ih,setsar=1,fps=${rate}`,
      "-f", "image2pipe", "-c:v", "ppm", "-",
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const messages = new Response(process.stderr).text();
  let frames = 0, complete = false;
  try {
    for await (const frame of splitPpm(process.stdout)) {
      frames++;
      yield frame;
    }
    complete = true;
  } finally {
    if (!complete) {
      try {
        process.kill();
      } catch {
        // It has ended by itself.
      }
    }
    const [text] = await Promise.all([messages, process.status]);
    const seconds = frames / rate, isShort = seconds < COMPLETE * duration;
    if (complete && (text || isShort)) {
      onDamage(text ? ffmpegReason(text) : `it ends after ${seconds.toFixed(1)} of ${duration} s`);
    }
  }
  if (frames === 0) {
    const text = await messages;
    throw new Error(
      `${path} has no frame that can be decoded${text && ` (${ffmpegReason(text)})`}`,
    );
  }
}

/**
 * Splits a stream of binary PPM pictures into pictures. A last picture that is cut short is left
 * out.
 *
 * @param stream bytes
 * @throws Error if the bytes are something else
 */
export async function* splitPpm(stream: ReadableStream<Uint8Array>): AsyncGenerator<RgbImage> {
  const reader = new ByteReader(stream);
  try {
    for (;;) {
      const header = await readHeader(reader);
      if (!header) return;
      const { columns, rows } = header;
      const rgb = await reader.take(columns * rows * 3);
      if (!rgb) return;
      yield { width: columns, height: rows, rgb };
    }
  } finally {
    await reader.cancel();
  }
}

/** "P6", width, height, 255, each ended by white space; undefined at the end of the stream. */
async function readHeader(reader: ByteReader) {
  const words: string[] = [];
  while (words.length < 4) {
    let word = "";
    for (;;) {
      const byte = await reader.take(1);
      if (!byte) return undefined;
      if (byte[0] <= 32) break;
      word += String.fromCharCode(byte[0]);
    }
    words.push(word);
  }
  const [magic, columns, rows, largest] = words;
  if (magic !== "P6" || largest !== "255") throw new Error("ffmpeg did not give PPM pictures");
  return { columns: Number(columns), rows: Number(rows) };
}

/** Bytes of a stream in pieces of wanted lengths. */
class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array();

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** The next bytes, in memory of their own; undefined if the stream ends before. */
  async take(length: number): Promise<Uint8Array | undefined> {
    const taken = new Uint8Array(length);
    for (let done = 0; done < length;) {
      if (this.#chunk.length === 0) {
        const { value, done: ended } = await this.#reader.read();
        if (ended) return undefined;
        this.#chunk = value;
      }
      const part = this.#chunk.subarray(0, length - done);
      taken.set(part, done);
      done += part.length;
      this.#chunk = this.#chunk.subarray(part.length);
    }
    return taken;
  }

  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }
}
