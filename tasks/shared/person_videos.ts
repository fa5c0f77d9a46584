/**
 * Which videos show whom.
 *
 * @module
 */
import { UsageError } from "./usage_error.ts";

/** The videos of one person. */
export interface PersonVideos {
  /** The person's name: that of the folder of pictures, and so of the domain. */
  readonly person: string;
  /** Paths of the videos, sorted. */
  readonly videos: readonly string[];
}

const VIDEO = /\.(mp4|m4v|mov|mkv|webm|avi|mpe?g|ts|3gp|ogv|wmv|flv)$/i;

/**
 * Finds the videos that `--in` names.
 *
 * @param path a video, which shows the person that it is named after; or a folder with one folder
 * of videos for each person
 * @throws UsageError if there is none
 */
export async function findVideos(path: string): Promise<PersonVideos[]> {
  const info = await Deno.stat(path).catch(() => undefined);
  if (!info) throw new UsageError(`--in ${path} does not exist: name a video or a folder`);
  if (!info.isDirectory) {
    const name = path.replace(/^.*[\\/]|\.[^.]*$/g, "").replace(/[^\w-]/g, "_");
    return [{ person: name, videos: [path] }];
  }
  const found: PersonVideos[] = [];
  for (const person of await names(path)) {
    if (!(await Deno.stat(`${path}/${person}`)).isDirectory) continue;
    const videos = (await names(`${path}/${person}`)).filter((name) => VIDEO.test(name));
    if (videos.length) {
      found.push({ person, videos: videos.map((name) => `${path}/${person}/${name}`) });
    }
  }
  if (!found.length) {
    throw new UsageError(
      `--in ${path} has no folder with a video in it: make one folder of videos for each person`,
    );
  }
  return found;
}

async function names(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return entries.filter((name) => !name.startsWith(".")).sort();
}
