/**
 * The pictures that a task is given, and where what is made of them goes.
 *
 * @module
 */
import { basename, dirname, extname, join, resolve } from "node:path";
import { checkWritable } from "./run_folder.ts";
import { UsageError } from "./usage_error.ts";

/** One picture to read and the files to write. */
export interface PictureFiles {
  /** What to read. */
  readonly from: string;
  /** What to write for each of the domains, in their order: PNG files. */
  readonly to: readonly string[];
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
}

/**
 * Pairs input files with output files: a file with a file, or each file of a folder with a PNG of
 * the same name in the other folder; where there are several domains, in a subfolder of it for each.
 * No input is ever overwritten, and no output twice.
 *
 * @throws UsageError if there is no input, or the output cannot be written
 */
export async function pairPictures(request: PicturesRequest): Promise<PictureFiles[]> {
  const { input, output, domains, nearest } = request;
  const several = domains.length > 1;
  if (several && extname(output).toLowerCase() === ".png") {
    throw new UsageError(
      `--out ${output} is one picture, but --to names ${domains.length} domains: name a folder`,
    );
  }
  const pairs = await pairFiles(input, several ? `${output}/` : output);
  const files = pairs.map(({ from, to }) => ({
    from,
    to: several ? domains.map((domain) => join(dirname(to), domain, basename(to))) : [to],
  }));
  checkOverwriting(files, nearest);
  return files;
}

/** Where the nearest training images of a picture go: NAME.png has them in NAME-nearest.png. */
export function nearestPath(to: string): string {
  return to.replace(/\.png$/i, "-nearest.png");
}

interface FilePair {
  readonly from: string;
  readonly to: string;
}

async function pairFiles(input: string, output: string): Promise<FilePair[]> {
  const info = await Deno.stat(input).catch((cause) => {
    throw new UsageError(`--in ${input} cannot be read: name a picture, or a folder of pictures`, {
      cause,
    });
  });
  const outputIsFolder = await Deno.stat(output).then((out) => out.isDirectory, () => undefined);
  if (info.isDirectory) {
    if (resolve(input) === resolve(output)) {
      throw new UsageError(`--out ${output} is the folder of --in: name another folder`);
    }
    await checkWritable(output, "--out");
    return await pairFolder(input, output);
  }
  if (outputIsFolder || output.endsWith("/")) {
    await checkWritable(output, "--out");
    return [{ from: input, to: join(output, pngName(basename(input))) }];
  }
  if (extname(output).toLowerCase() !== ".png") {
    throw new UsageError(`--out ${output} must end in .png: pictures are written as PNG`);
  }
  await checkWritable(resolve(output, ".."), "--out");
  return [{ from: input, to: output }];
}

async function pairFolder(input: string, output: string): Promise<FilePair[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(input)) {
    if (!entry.isDirectory && !entry.name.startsWith(".")) names.push(entry.name);
  }
  if (!names.length) {
    throw new UsageError(`--in ${input} holds no file: name a picture, or a folder of pictures`);
  }
  const used = new Set<string>();
  return names.sort().map((name) => {
    // a.jpg and a.png must not both become a.png.
    const png = used.has(pngName(name)) ? `${name}.png` : pngName(name);
    used.add(png);
    return { from: `${input}/${name}`, to: join(output, png) };
  });
}

function checkOverwriting(files: readonly PictureFiles[], nearest: boolean): void {
  const inputs = new Set(files.map(({ from }) => resolve(from))), outputs = new Set<string>();
  for (const path of files.flatMap(({ to }) => nearest ? [...to, ...to.map(nearestPath)] : to)) {
    if (inputs.has(resolve(path))) {
      throw new UsageError(`--out would write ${path}, which is --in itself: name another place`);
    }
    if (outputs.has(resolve(path))) {
      throw new UsageError(
        `--out would write ${path} twice: rename the picture of --in that ends in -nearest`,
      );
    }
    outputs.add(resolve(path));
  }
}

const pngName = (name: string) => `${basename(name, extname(name))}.png`;
