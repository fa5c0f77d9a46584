/**
 * An ffmpeg for machines that have none.
 *
 * @module
 */
import { findFfmpeg, toolsFfmpeg } from "../../lib/video/ffmpeg.ts";
import { fetchArchive, type PinnedPackage, unpack } from "./npm_archive.ts";
import { FailedRun } from "./usage_error.ts";

/** Packages of @ffmpeg-installer (GPL), one for each kind of machine. */
const packages: Readonly<Record<string, PinnedPackage>> = {
  "linux-x86_64": {
    name: "@ffmpeg-installer/linux-x64@4.1.0",
    integrity:
      "sha512-Y5BWhGLU/WpQjOArNIgXD3z5mxxdV8c41C+U15nsE5yF8tVcdCGet5zPs5Zy3Ta6bU7haGpIzryutqCGQA/W8A==",
  },
  "linux-aarch64": {
    name: "@ffmpeg-installer/linux-arm64@4.1.4",
    integrity:
      "sha512-dljEqAOD0oIM6O6DxBW9US/FkvqvQwgJ2lGHOwHDDwu/pX8+V0YsDL1xqHbj1DMX/+nP9rxw7G7gcUvGspSoKg==",
  },
  "darwin-x86_64": {
    name: "@ffmpeg-installer/darwin-x64@4.1.0",
    integrity:
      "sha512-Z4EyG3cIFjdhlY8wI9aLUXuH8nVt7E9SlMVZtWvSPnm2sm37/yC2CwjUzyCQbJbySnef1tQwGG2Sx+uWhd9IAw==",
  },
  "darwin-aarch64": {
    name: "@ffmpeg-installer/darwin-arm64@4.1.5",
    integrity:
      "sha512-hYqTiP63mXz7wSQfuqfFwfLOfwwFChUedeCVKkBtl/cliaTM7/ePI9bVzfZ2c+dWu3TqCwLDRWNSJ5pqZl8otA==",
  },
  "windows-x86_64": {
    name: "@ffmpeg-installer/win32-x64@4.1.0",
    integrity:
      "sha512-Drt5u2vzDnIONf4ZEkKtFlbvwj6rI3kxw1Ck9fpudmtgaZIHD4ucsWB2lCZBXRxJgXR+2IMSti+4rtM4C4rXgg==",
  },
};

/**
 * Finds ffmpeg, and fetches one where there is none.
 *
 * @param tools folder for it
 * @param temporary folder for the archive, which the caller removes
 * @throws FailedRun if it cannot be fetched; Error if it does not start
 */
export async function provideFfmpeg(tools: string, temporary: string): Promise<void> {
  if (await findFfmpeg(tools).catch(() => undefined)) return;
  const pinned = packages[`${Deno.build.os}-${Deno.build.arch}`];
  if (!pinned) {
    throw new FailedRun("ffmpeg was not found: install your system's package ffmpeg");
  }
  console.log(`\nffmpeg was not found: fetching ${pinned.name} of npm (GPL)`);
  const program = toolsFfmpeg(tools), name = program.replace(/^.*\//, "");
  await unpack(await fetchArchive(pinned, temporary), temporary, [`package/${name}`]);
  await Deno.mkdir(tools, { recursive: true });
  await Deno.copyFile(`${temporary}/package/${name}`, program);
  if (Deno.build.os !== "windows") await Deno.chmod(program, 0o755);
  await findFfmpeg(tools);
}
