/**
 * The pictures that a task is given, and the places of its output.
 *
 * @module
 */
import { basename, dirname, extname, join, resolve } from "node:path";
import { fitFileName } from "../../lib/checkpoint/fit_file_name.ts";
import { checkOverwriting, fileKey, foldedName, type InputFiles } from "./overwriting.ts";
import { checkWritable } from "./run_folder.ts";
import { UsageError } from "./usage_error.ts";

/** One picture to read and the files to write. */
export interface PictureFiles {
  /** What to read. */
  readonly from: string;
  /** What to write for each of the domains, in their order: PNG files. */
  readonly to: readonly string[];
  /** Whether the name was too long for what is written, and is shortened. */
  readonly shortened: boolean;
}

/** What is asked for. */
export interface PicturesRequest {
  /** `--in` */
  readonly input: string;
  /** `--out` */
  readonly output: string;
  /** Names of the domains to translate to. */
  readonly domains: readonly string[];
  /** Whether {@linkcode nearestPath} is written beside each picture. */
  readonly nearest: boolean;
  /** What else is read. */
  readonly others?: readonly InputFiles[];
}

/**
 * Pairs input files with output files: a file with a file, or each file of a folder with a PNG of
 * the same name in the other folder; where there are several domains, in a subfolder of it for each.
 * No input is ever overwritten, whatever links lead to it, and no output twice.
 *
 * @throws UsageError if there is no input, or the output cannot be written
 */
export async function pairPictures(request: PicturesRequest): Promise<PictureFiles[]> {
  const { input, output, domains, nearest, others = [] } = request;
  const several = domains.length > 1;
  if (several && extname(output).toLowerCase() === ".png") {
    throw new UsageError(
      `--out ${output} is one picture, but --to names ${domains.length} domains: name a folder`,
    );
  }
  const ending = nearest ? "-nearest.png" : ".png";
  const pairs = await pairFiles(input, several ? `${output}/` : output, ending);
  const files = pairs.map(({ from, to, shortened }) => ({
    from,
    to: several ? domains.map((domain) => join(dirname(to), domain, basename(to))) : [to],
    shortened,
  }));
  const outputs = files.flatMap(({ to }) => nearest ? [...to, ...to.map(nearestPath)] : to);
  const inputs = { option: "--in", paths: files.map(({ from }) => from) };
  checkOverwriting("--out", outputs, inputs, ...others);
  return files;
}

/** Where the nearest training images of a picture go: NAME.png has them in NAME-nearest.png. */
export function nearestPath(to: string): string {
  return to.replace(/\.png$/i, "-nearest.png");
}

interface FilePair {
  readonly from: string;
  readonly to: string;
  readonly shortened: boolean;
}

async function pairFiles(input: string, output: string, ending: string): Promise<FilePair[]> {
  const info = await Deno.stat(input).catch((cause) => {
    throw new UsageError(`--in ${input} cannot be read: name a picture, or a folder of pictures`, {
      cause,
    });
  });
  const outputIsFolder = await Deno.stat(output).then((out) => out.isDirectory, () => undefined);
  if (info.isDirectory) {
    if (fileKey(input) === fileKey(output)) {
      throw new UsageError(`--out ${output} is the folder of --in: name another folder`);
    }
    await checkWritable(output, "--out");
    return await pairFolder(input, output, ending);
  }
  if (outputIsFolder || output.endsWith("/")) {
    await checkWritable(output, "--out");
    return [pair(input, output, stemOf(basename(input)), ending)];
  }
  if (extname(output).toLowerCase() !== ".png") {
    throw new UsageError(`--out ${output} must end in .png: pictures are written as PNG`);
  }
  await checkWritable(resolve(output, ".."), "--out");
  return [{ from: input, to: output, shortened: false }];
}

async function pairFolder(input: string, output: string, ending: string): Promise<FilePair[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(input)) {
    if (!entry.isDirectory && !entry.name.startsWith(".")) names.push(entry.name);
  }
  if (!names.length) {
    throw new UsageError(`--in ${input} holds no file: name a picture, or a folder of pictures`);
  }
  const used = new Set<string>();
  return names.sort().map((name) => {
    // a.jpg and a.png must not both become a.png, nor a.jpg and A.jpg where case does not count.
    const pairs = [stemOf(name), name].map((stem) =>
      pair(`${input}/${name}`, output, stem, ending)
    );
    const free = pairs.find(({ to }) => !used.has(foldedName(to))) ?? pairs[1];
    used.add(foldedName(free.to));
    return free;
  });
}

/** Room is left for the longest ending that will be written. */
function pair(from: string, output: string, stem: string, ending: string): FilePair {
  const fitted = fitFileName(stem, ending).slice(0, -ending.length);
  return { from, to: join(output, `${fitted}.png`), shortened: fitted !== stem };
}

const stemOf = (name: string) => basename(name, extname(name));
