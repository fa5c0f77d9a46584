/**
 * A folder of your own pictures: one subfolder for each domain, named as the domain.
 *
 * @module
 */
import { resolve, sep } from "node:path";
import type { FileListing, SourceFile } from "./file_listing.ts";
import { HELD_OUT_FILE, readHeldOut } from "./held_out.ts";
import type { Skipped } from "./image_set.ts";
import { type FolderLayout, type PictureFolder, splitFolders } from "./split_folders.ts";

/** Folders that systems and archives create by themselves. */
const SYSTEM_FOLDER = /^(__MACOSX|@eaDir|#recycle|\$RECYCLE\.BIN|lost\+found)$/;
/** Files that show nothing and make no folder a domain. */
const SYSTEM_FILE = /^(\..*|Thumbs\.db|desktop\.ini)$/i;

/**
 * Lists a folder's domains and their files, both sorted by name, all names in Unicode NFC. The
 * layouts of {@linkcode splitFolders} are recognised. Hidden files and folders, folders of the
 * system's own and empty ones are passed over; links are followed; folders within a domain are not
 * searched.
 *
 * @param root the folder
 * @param packDir where images are packed; a folder that only leads there is ignored
 * @throws Error if it cannot be read, or a line of {@linkcode HELD_OUT_FILE} names no picture;
 *   RangeError if it has fewer than two subfolders of files, or two of one name
 */
export function listFolder(root: string, packDir?: string): FileListing {
  const { used, passedOver } = foldersWithin(root, root, packDir);
  const inner = (folder: string) => foldersWithin(root, `${root}/${folder}`).used;
  const layout = splitFolders(root, used, inner) ?? plainLayout(used);
  const unused = [...passedOver, ...layout.unused];
  const domains = layout.domains.map(({ name }) => name.normalize("NFC"));
  checkDomains(root, domains, unused);
  const skipped: Skipped[] = [];
  const files = layout.domains.map(({ folders }) =>
    folders.flatMap((folder) => filesWithin(root, folder, skipped))
  );
  return {
    root,
    domains,
    files: layout.note === undefined ? listedHeldOut(root, domains, files) : notListed(root, files),
    skipped,
    notes: [layout.note, unusedNote(root, unused)].filter((note) => note !== undefined),
  };
}

type Unused = FolderLayout["unused"];

function plainLayout(folders: readonly string[]): FolderLayout {
  const domains = folders.map((name) => ({ name, folders: [{ path: name }] }));
  return { domains, unused: [] };
}

/** The subfolders of a folder of the data set, and why some are none of it. */
function foldersWithin(
  root: string,
  folder: string,
  packDir?: string,
): { used: string[]; passedOver: Unused } {
  const used: string[] = [], passedOver: { path: string; why: string }[] = [];
  for (const name of entries(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory(path) !== true) continue;
    const why = whyPassedOver(path, name, packDir);
    if (why === undefined) used.push(name);
    else passedOver.push({ path: path.slice(root.length + 1), why });
  }
  return { used, passedOver };
}

function whyPassedOver(path: string, name: string, packDir?: string): string | undefined {
  if (name.startsWith(".")) return "hidden";
  if (SYSTEM_FOLDER.test(name)) return "the system's own";
  const within = entries(path).filter((name) => !SYSTEM_FILE.test(name));
  if (!within.length) return "empty";
  const leadsToPacks = packDir !== undefined &&
    `${resolve(packDir)}${sep}`.startsWith(`${resolve(path)}${sep}`);
  if (leadsToPacks && within.every((name) => isDirectory(`${path}/${name}`))) {
    return "packed images";
  }
}

function checkDomains(root: string, domains: readonly string[], unused: Unused): void {
  if (new Set(domains).size < domains.length) {
    const twice = domains.find((name, i) => domains.indexOf(name) !== i);
    throw new RangeError(
      `${root} has two subfolders ${twice}, spelt in two Unicode forms: rename one of the two`,
    );
  }
  if (domains.length > 1) return;
  const [only] = domains;
  const note = unusedNote(root, unused);
  const nested = only !== undefined && foldersWithin(root, `${root}/${only}`).used.length > 1;
  throw new RangeError(
    `${root} has ${
      only === undefined
        ? `no subfolder${note ? " of pictures" : ""}`
        : `only the subfolder ${only}`
    }; it needs ` +
      "one subfolder of pictures for each of two or more domains" +
      (nested ? `, as ${root}/${only} has` : "") + (note ? ` (${note})` : ""),
  );
}

/** Files of a folder; those of a layout's folders are named with the folder. */
function filesWithin(root: string, folder: PictureFolder, skipped: Skipped[]): SourceFile[] {
  const { path: inner, heldOut } = folder, files: SourceFile[] = [];
  for (const entry of entries(`${root}/${inner}`)) {
    if (entry.startsWith(".")) continue;
    const path = `${root}/${inner}/${entry}`, directory = isDirectory(path);
    const name = entry.normalize("NFC");
    if (directory === false) {
      files.push(
        heldOut === undefined ? { path, name } : { path, name: `${inner}/${name}`, heldOut },
      );
    } else {
      skipped.push({
        file: path,
        reason: directory ? "A folder within a domain is not searched" : "The link leads nowhere",
      });
    }
  }
  return files;
}

/** Held out as {@linkcode HELD_OUT_FILE} says, if there is one. */
function listedHeldOut(
  root: string,
  domains: readonly string[],
  files: readonly (readonly SourceFile[])[],
): readonly (readonly SourceFile[])[] {
  const known = files.flatMap((ofDomain, c) => ofDomain.map(({ name }) => `${domains[c]}/${name}`));
  const named = readHeldOut(root, new Set(known));
  if (!named) return files;
  return files.map((ofDomain, c) =>
    ofDomain.map((file) => ({ ...file, heldOut: named.has(`${domains[c]}/${file.name}`) }))
  );
}

function notListed(root: string, files: readonly SourceFile[][]): readonly SourceFile[][] {
  if (!entries(root).includes(HELD_OUT_FILE)) return files;
  throw new Error(
    `${root} says twice what is held out, by its folders and by ${HELD_OUT_FILE}: remove that file, ` +
      "or give each domain one folder",
  );
}

function unusedNote(root: string, unused: Unused): string | undefined {
  if (!unused.length) return undefined;
  const list = unused.map(({ path, why }) => `${path} (${why})`).join(", ");
  return `Passed over in ${root}: ${list}`;
}

/** Sorted names. */
function entries(folder: string): string[] {
  try {
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
    const keys = new Map(names.map((name) => [name, name.normalize("NFC")]));
    return names.sort((a, b) => keys.get(a)! < keys.get(b)! ? -1 : 1);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new Error(`There is no folder ${folder}`);
    if (error instanceof Deno.errors.NotADirectory) throw new Error(`${folder} is not a folder`);
    throw error;
  }
}

/** Undefined for a link that leads nowhere. */
function isDirectory(path: string): boolean | undefined {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return undefined;
  }
}
