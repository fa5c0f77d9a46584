import { FaceFinder } from "../../lib/faces/face_finder.ts";
import { findFfmpeg } from "../../lib/video/ffmpeg.ts";

/** ffmpeg, if this machine has one; tests that need it are ignored where it has none. */
export const ffmpeg: string | undefined = await findFfmpeg().catch(() => undefined);

/** Runs ffmpeg to make a video for a test. */
export async function make(args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(ffmpeg!, {
    args: ["-hide_banner", "-loglevel", "error", "-y", ...args],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

/** ffmpeg's own moving test picture. */
export function testPicture(size: string, seconds: number, rate = 25): string[] {
  return ["-f", "lavfi", "-i", `testsrc=size=${size}:rate=${rate}:duration=${seconds}`];
}

/** A photograph of four people that the package of the face networks brings along. */
async function photograph(): Promise<string> {
  // The networks' module names the package, and so makes its other files known.
  (await FaceFinder.load())[Symbol.dispose]();
  return new URL(import.meta.resolve("@vladmandic/face-api/demo/sample6.jpg")).pathname;
}

/** Where two of the four are in the photograph: left, top and side of a square. */
const people = { right: [1405, 170, 500], left: [62, 405, 520] } as const;

/**
 * Makes a picture or a video of one person by moving a window over the photograph.
 *
 * @param path where to; .png for a picture
 * @param person which of the people
 * @param seconds of the video
 * @param sound further arguments: inputs, which come after the picture
 */
export async function makePerson(
  path: string,
  person: keyof typeof people,
  seconds = 1,
  sound: readonly string[] = [],
): Promise<void> {
  const [x, y, side] = people[person];
  const window = `crop=${side}:${side}:'${x}+8*sin(6*t)':'${y}+6*sin(4*t)',scale=256:256`;
  const still = path.endsWith(".png");
  await make([
    ...still ? [] : ["-loop", "1", "-framerate", "25"],
    ...["-i", await photograph(), ...sound, "-vf", window],
    ...still ? ["-frames:v", "1"] : ["-t", `${seconds}`, "-pix_fmt", "yuv420p"],
    path,
  ]);
}
