/**
 * Where the user stands, and where runs/ lies. `deno task` starts every task in the repository's
 * root, wherever it was typed; the variable INIT_CWD says where that was.
 *
 * @module
 */
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { folderSpec } from "../../lib/data/data_folder.ts";
import { UsageError } from "./usage_error.ts";

/** The folder that goToUser left: the repository's root. */
let left: string | undefined;

/** Where the task was started: under `deno task`, the repository's root. */
const started = (): string => left ?? Deno.cwd();

/**
 * Moves to where the user stands, so that every relative path is theirs and messages repeat what
 * they typed. Only a process that was started in the repository's root moves: INIT_CWD may come from
 * an outer `deno task` that has nothing to do with this one.
 *
 * @throws UsageError if INIT_CWD names no folder
 */
export function goToUser(): void {
  const { state } = Deno.permissions.querySync({ name: "env", variable: "INIT_CWD" });
  const place = state === "granted" ? Deno.env.get("INIT_CWD") : undefined;
  if (!place || !startedInRoot()) return;
  const root = Deno.cwd();
  try {
    Deno.chdir(place);
    left = root;
  } catch (cause) {
    throw new UsageError(`INIT_CWD names ${place}, which is no folder: unset it`, { cause });
  }
}

function startedInRoot(): boolean {
  const { protocol } = new URL(import.meta.url);
  if (protocol !== "file:") return false;
  const root = fileURLToPath(new URL("../..", import.meta.url));
  return Deno.realPathSync(root) === Deno.realPathSync(Deno.cwd());
}

/** A path as the user would type it: from where they stand, or absolute where that is shorter. */
export function fromHere(path: string): string {
  const whole = resolve(path), short = relative(Deno.cwd(), whole) || ".";
  return short.startsWith("..") && short.length > whole.length ? whole : short;
}

/**
 * A file or folder in the `runs` folder of where the task was started, which is the repository's.
 *
 * @param name what is in it; the folder itself if left out
 */
export function inRuns(name = ""): string {
  return fromHere(resolve(started(), "runs", name));
}

/**
 * Where the user stands, to be read later: seen from the folder that the task was started in, so
 * that a whole tree can be moved; undefined if they stand in that folder.
 */
export function placeOfUser(): string | undefined {
  const place = relative(started(), Deno.cwd());
  return place.startsWith("..") ? Deno.cwd() : place || undefined;
}

/**
 * A SPEC of data that was typed in another folder, as it would be typed here.
 *
 * @param spec `faces`, `faces:test`, `DIR` or `celeba:DIR[:Attributes]`
 * @param place what {@linkcode placeOfUser} said there
 */
export function specFromHere(spec: string, place?: string): string {
  const folder = resolve(started(), place ?? ""), read = folderSpec(spec);
  if (folder === Deno.cwd() || !read) return spec;
  const here = fromHere(resolve(folder, read.folder)), { celeba } = read;
  if (!celeba) return here;
  return `celeba:${here}${celeba.attributes ? `:${celeba.attributes}` : ""}`;
}
