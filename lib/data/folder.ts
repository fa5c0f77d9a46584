/**
 * A folder of your own pictures: one subfolder for each domain, named as the domain.
 *
 * @module
 */
import type { FileListing, SourceFile } from "./file_listing.ts";
import type { Skipped } from "./image_set.ts";

/**
 * A file beside the subfolders that names the held-out pictures, one `DOMAIN/NAME` a line. Without
 * it they are drawn by chance, which is no fair test where pictures are frames of one video.
 */
export const HELD_OUT_FILE = "held_out.txt";

/**
 * Lists a folder's domains and their files, both sorted by name. Hidden files are passed over;
 * links are followed; folders within a domain are not searched.
 *
 * @param root the folder
 * @throws Error if it cannot be read, RangeError if it has fewer than two subfolders
 */
export function listFolder(root: string): FileListing {
  const skipped: Skipped[] = [];
  const domains = entries(root).filter((name) => isDirectory(`${root}/${name}`) === true);
  if (domains.length < 2) {
    throw new RangeError(
      `${root} has ${
        domains.length === 1 ? `only the subfolder ${domains[0]}` : "no subfolder"
      }; ` +
        "it needs one subfolder of pictures for each of two or more domains",
    );
  }
  const heldOut = readHeldOut(root);
  const files = domains.map((domain) =>
    entries(`${root}/${domain}`).flatMap((name): SourceFile[] => {
      const path = `${root}/${domain}/${name}`;
      const directory = isDirectory(path);
      if (directory === false) {
        return [
          heldOut ? { path, name, heldOut: heldOut.has(`${domain}/${name}`) } : { path, name },
        ];
      }
      skipped.push({
        file: path,
        reason: directory ? "A folder within a domain is not searched" : "The link leads nowhere",
      });
      return [];
    })
  );
  return { root, domains, files, skipped };
}

/** The lines of {@linkcode HELD_OUT_FILE}, if there is one. */
function readHeldOut(root: string): ReadonlySet<string> | undefined {
  try {
    const lines = Deno.readTextFileSync(`${root}/${HELD_OUT_FILE}`).split(/\r?\n/);
    return new Set(lines.filter((line) => line !== ""));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Sorted names, without the hidden ones. */
function entries(folder: string): string[] {
  try {
    const names = Array.from(Deno.readDirSync(folder), (entry) => entry.name);
    return names.filter((name) => !name.startsWith(".")).sort();
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
