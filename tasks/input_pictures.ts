/**
 * The pictures that a task is given, and where what is made of them goes.
 *
 * @module
 */
import { basename, extname, resolve } from "node:path";
import { checkWritable } from "./run_folder.ts";
import { UsageError } from "./usage_error.ts";

/** One picture to read and the file to write. */
export interface PicturePath {
  /** What to read. */
  readonly from: string;
  /** What to write, a PNG. */
  readonly to: string;
}

/**
 * Pairs input files with output files: a file with a file, or each file of a folder with a PNG of
 * the same name in the other folder. No input is ever overwritten.
 *
 * @param input `--in`
 * @param output `--out`
 * @throws UsageError if there is no input, or the output cannot be written
 */
export async function pairPictures(input: string, output: string): Promise<PicturePath[]> {
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
    return [{ from: input, to: `${output.replace(/\/+$/, "")}/${pngName(basename(input))}` }];
  }
  if (extname(output).toLowerCase() !== ".png") {
    throw new UsageError(`--out ${output} must end in .png: pictures are written as PNG`);
  }
  if (resolve(input) === resolve(output)) {
    throw new UsageError(`--out ${output} is --in itself: name another file`);
  }
  await checkWritable(resolve(output, ".."), "--out");
  return [{ from: input, to: output }];
}

async function pairFolder(input: string, output: string): Promise<PicturePath[]> {
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
    return { from: `${input}/${name}`, to: `${output}/${png}` };
  });
}

const pngName = (name: string) => `${basename(name, extname(name))}.png`;
