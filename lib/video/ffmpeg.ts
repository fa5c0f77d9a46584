/**
 * The program ffmpeg: where it is, and running it.
 *
 * @module
 */

/** Where `deno task fetch-faces` puts an ffmpeg if the machine has none. */
const TOOLS = "runs/tools";

/** The ffmpeg in a folder of tools. */
export function toolsFfmpeg(tools: string): string {
  return `${tools}/ffmpeg${Deno.build.os === "windows" ? ".exe" : ""}`;
}

/**
 * Finds ffmpeg: the one that the variable FFMPEG names, the system's, or one in a folder of tools.
 *
 * @param tools folder in which ffmpeg lies if the system has none
 * @returns what to start
 * @throws Error that says how to get one, or how to let this one be started
 */
export async function findFfmpeg(tools: string = TOOLS): Promise<string> {
  const own = toolsFfmpeg(tools), named = Deno.env.get("FFMPEG");
  for (const program of named ? [named] : ["ffmpeg", own]) {
    const started = await start(program);
    if (started === "yes") return program;
    if (started === "forbidden" && named) {
      throw new Error(
        `FFMPEG names ${named}, which this program has no permission to start: unset FFMPEG and ` +
          "put the folder of that ffmpeg first in PATH, or start with deno run -A in the place of " +
          "deno task",
      );
    }
  }
  throw new Error(
    named
      ? `FFMPEG names ${named}, which does not start: correct it`
      : `ffmpeg was not found: install your system's package ffmpeg, or put the program at ${own}`,
  );
}

async function start(program: string): Promise<"yes" | "no" | "forbidden"> {
  try {
    const command = new Deno.Command(program, {
      args: ["-version"],
      stdout: "null",
      stderr: "null",
    });
    return (await command.output()).success ? "yes" : "no";
  } catch (error) {
    return error instanceof Deno.errors.NotCapable ? "forbidden" : "no";
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
