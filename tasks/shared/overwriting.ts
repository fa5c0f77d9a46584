/**
 * What a path really names, so that no task writes over what it reads: links, hard links and other
 * spellings of one file are seen through.
 *
 * @module
 */
import { basename, dirname, resolve } from "node:path";
import { UsageError } from "./usage_error.ts";

/** Files that a task reads, and the option that named them. */
export interface InputFiles {
  /** As it is typed, such as `--in`. */
  readonly option: string;
  /** The files. */
  readonly paths: readonly string[];
}

/**
 * A key that two paths have in common where they lead to one file or folder. Symbolic links are
 * followed; hard links share an inode, which Windows does not tell. A path to nothing is known by
 * the folder that it would be made in and its name, of which a file system may take upper and lower
 * case, or two Unicode forms, for one.
 */
export function fileKey(path: string): string {
  try {
    const { dev, ino } = Deno.statSync(path);
    return Deno.build.os === "windows" ? Deno.realPathSync(path) : `${dev}:${ino}`;
  } catch {
    const whole = resolve(path), above = dirname(whole);
    return above === whole ? whole : `${fileKey(above)}/${foldedName(basename(whole))}`;
  }
}

/** A file's name as the least particular of file systems compares it. */
export function foldedName(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** Whether a path, which need not be there yet, is a folder or lies anywhere below it. */
export function liesWithin(path: string, folder: string): boolean {
  const wanted = fileKey(folder);
  let place = realPlace(path);
  while (fileKey(place) !== wanted) {
    if (dirname(place) === place) return false;
    place = dirname(place);
  }
  return true;
}

/** The path without links, as far as it is there. */
function realPlace(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    const whole = resolve(path), above = dirname(whole);
    return above === whole ? whole : `${realPlace(above)}/${basename(whole)}`;
  }
}

/**
 * Sees to it that no output is one of the inputs, and no output is written twice.
 *
 * @param option that names the outputs, such as `--out`
 * @param outputs files that would be written
 * @param inputs files that are read
 * @throws UsageError that names the first that is wrong
 */
export function checkOverwriting(
  option: string,
  outputs: readonly string[],
  ...inputs: readonly InputFiles[]
): void {
  const read = new Map(
    inputs.flatMap(({ option, paths }) =>
      paths.map((path) => [fileKey(path), { option, path }] as const)
    ),
  );
  const written = new Set<string>();
  for (const path of outputs) {
    const key = fileKey(path), input = read.get(key);
    if (input) {
      const known = resolve(path) === resolve(input.path) ? "" : ` (it is ${input.path})`;
      throw new UsageError(
        `${option} would write ${path}, which is ${input.option} itself${known}: name another place`,
      );
    }
    if (written.has(key)) {
      throw new UsageError(`${option} would write ${path} twice: rename one of the inputs`);
    }
    written.add(key);
  }
}
