/**
 * The program ffmpeg: where it is, and running it.
 *
 * @module
 */

/** Where `deno task fetch-faces` puts a packaged ffmpeg if the machine has none. */
export const FFMPEG_TOOLS = "runs/tools";

/**
 * Finds ffmpeg: the one that the variable FFMPEG names, the system's, or the one from npm's
 * `@ffmpeg-installer` in {@linkcode FFMPEG_TOOLS}.
 *
 * @param tools folder that the packaged one was installed to
 * @returns what to start
 * @throws Error that says how to get one
 */
export async function findFfmpeg(tools: string = FFMPEG_TOOLS): Promise<string> {
  const packaged = `${tools}/node_modules/@ffmpeg-installer/${Deno.build.os}-` +
    `${Deno.build.arch === "aarch64" ? "arm64" : "x64"}/ffmpeg`;
  const named = Deno.env.get("FFMPEG");
  for (const program of named ? [named] : ["ffmpeg", packaged]) {
    if (await starts(program)) return program;
  }
  throw new Error(
    named
      ? `FFMPEG names ${named}, which does not start: correct it`
      : "ffmpeg was not found: install your system's package ffmpeg, or run " +
        `npm install --prefix ${tools} @ffmpeg-installer/ffmpeg`,
  );
}

async function starts(program: string): Promise<boolean> {
  try {
    const command = new Deno.Command(program, {
      args: ["-version"],
      stdout: "null",
      stderr: "null",
    });
    return (await command.output()).success;
  } catch {
    return false;
  }
}

/**
 * What ffmpeg complained about, as one sentence: the last line that tells a reason.
 *
 * @param stderr everything that it printed
 */
export function ffmpegReason(stderr: string): string {
  const lines = stderr.split("\n").map((line) =>
    line.replace(/^\[.*?\]\s*/, "").replace(/^Error opening input( file)?.*?:\s*/, "").trim()
  ).filter((line) =>
    /[a-z]{3}/i.test(line) && !/^(At least one output|Conversion failed)/.test(line)
  );
  const known = lines.find((line) => /moov atom not found/.test(line));
  return known ? `${known}: the file is truncated` : lines.at(-1) ?? "no reason given";
}
