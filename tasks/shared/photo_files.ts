/**
 * The photographs of a folder and of the folders within, and names for the pictures made of them.
 *
 * @module
 */
import { basename, dirname, extname, join } from "node:path";
import { fitFileName } from "../../lib/checkpoint/fit_file_name.ts";
import { foldedName } from "./overwriting.ts";
import { UsageError } from "./usage_error.ts";

/** A photograph, and the beginning of its pictures' names. */
export interface PhotoFile {
  /** Where it is. */
  readonly path: string;
  /** Its path, seen from the folder of the photographs. */
  readonly name: string;
  /** Path of its pictures from the folder they go to, without number and ending. */
  readonly stem: string;
}

/** Room for the number of a face and the ending. */
const ENDING = "-99.png";

/**
 * Lists photographs, sorted. Hidden files and folders are passed over, links to folders are not
 * followed.
 *
 * @param input a folder, or one file
 * @throws UsageError if it cannot be read, or holds no file
 */
export function photoFiles(input: string): PhotoFile[] {
  let info: Deno.FileInfo;
  try {
    info = Deno.statSync(input);
  } catch (cause) {
    throw new UsageError(`--in ${input} cannot be read: name a photograph, or a folder of them`, {
      cause,
    });
  }
  const root = info.isDirectory ? input : dirname(input);
  const names = info.isDirectory ? filesBelow(input, "") : [basename(input)];
  if (!names.length) {
    throw new UsageError(`--in ${input} holds no file: name a photograph, or a folder of them`);
  }
  const used = new Set<string>();
  return names.map((name) => {
    // a.jpg and a.png must not both become a.png; nor a-1.jpg and the first face of a.jpg.
    const whole = join(dirname(name), fitFileName(basename(name), ENDING).slice(0, -ENDING.length));
    const short = whole.slice(0, whole.length - extname(whole).length);
    const free = isFree(used, short) ? short : whole;
    used.add(foldedName(free));
    return { path: join(root, name), name, stem: free };
  });
}

function isFree(used: ReadonlySet<string>, stem: string): boolean {
  const name = foldedName(stem), numbered = name.replace(/-\d+$/, "");
  return !used.has(name) && !(numbered !== name && used.has(numbered)) &&
    ![...Array(9).keys()].some((k) => used.has(`${name}-${k + 1}`));
}

function filesBelow(root: string, folder: string): string[] {
  const names: string[] = [];
  const entries = [...Deno.readDirSync(join(root, folder))]
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => a.name < b.name ? -1 : 1);
  for (const { name, isDirectory } of entries) {
    const path = join(folder, name);
    if (isDirectory) names.push(...filesBelow(root, path));
    else names.push(path);
  }
  return names;
}

/** The file of a face of a photograph: with its number where there are several. */
export function faceFile(stem: string, face: number, faces: number): string {
  return faces > 1 ? `${stem}-${face + 1}.png` : `${stem}.png`;
}
