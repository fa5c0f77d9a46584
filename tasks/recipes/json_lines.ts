/**
 * Files of one line of JSON for each finished run, which several processes append to.
 *
 * @module
 */
import { FailedRun } from "../shared/usage_error.ts";

/**
 * Reads every line of a file; none if there is no file.
 *
 * @param path the file
 * @param read makes of a line's JSON what is wanted, and throws if it is something else
 * @param torn whether a last line that its process did not live to end is left out
 * @throws FailedRun if a line cannot be read, with the remedy
 */
export async function readLines<T>(
  path: string,
  read: (value: unknown) => T,
  torn: boolean = false,
): Promise<T[]> {
  const lines = (await readWhole(path)).split("\n").slice(0, torn ? -1 : undefined);
  return lines.flatMap((line, i) => {
    if (!line) return [];
    try {
      return [read(JSON.parse(line))];
    } catch (cause) {
      throw new FailedRun(`${path}: line ${i + 1} is not a row; remove it, it will be run again`, {
        cause,
      });
    }
  });
}

/** The text of a file that other processes append to; empty if there is no file. */
async function readWhole(path: string): Promise<string> {
  try {
    using file = await Deno.open(path);
    await file.lock();
    return await new Response(file.readable).text();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

/**
 * Appends a line: what is in the file stays, so that a crash loses one run at most. The file is locked
 * meanwhile, so that no other process reads or writes between.
 */
export async function appendLine(path: string, value: unknown): Promise<void> {
  using file = await Deno.open(path, { append: true, create: true });
  await file.lock(true);
  const bytes = new TextEncoder().encode(JSON.stringify(value) + "\n");
  for (let done = 0; done < bytes.length;) done += await file.write(bytes.subarray(done));
}

/** Cuts off a last line that its process did not live to end, before others are appended. */
export async function mendLines(path: string): Promise<void> {
  using file = await Deno.open(path, { read: true, write: true, create: true });
  await file.lock(true);
  const bytes = await Deno.readFile(path);
  await file.truncate(bytes.lastIndexOf(10) + 1);
}
