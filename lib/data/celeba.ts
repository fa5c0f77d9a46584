/**
 * The CelebA layout: one folder of pictures and a table of 40 attributes; any attribute splits the
 * pictures into two domains.
 *
 * The table `list_attr_celeba.txt` has the number of pictures in its first line, the names of the
 * attributes in its second, then one line for each picture: its file name and a 1 or -1 for each
 * attribute.
 *
 * @module
 */
import type { FileListing, SourceFile } from "./file_listing.ts";

const TABLE = "list_attr_celeba.txt";
const PICTURE_FOLDERS = ["img_align_celeba", "celebA"];

/**
 * Lists the pictures with an attribute (domain 0, named as the attribute) and those without
 * (domain 1, `not_` before it).
 *
 * @param root the folder with the table and the folder of pictures
 * @param attribute one of the table's
 * @throws Error if the table or the pictures are missing or damaged, RangeError if there is no such
 *   attribute
 */
export function listCeleba(root: string, attribute = "Male"): FileListing {
  const folder = PICTURE_FOLDERS.map((name) => `${root}/${name}`).find(exists);
  if (!folder || !exists(`${root}/${TABLE}`)) {
    throw new Error(
      `${root} is not the CelebA layout; it needs ${TABLE} and the folder ` +
        PICTURE_FOLDERS.join(" or "),
    );
  }
  const lines = Deno.readTextFileSync(`${root}/${TABLE}`).split("\n");
  const attributes = fieldsOf(lines[1] ?? "");
  const column = attributes.indexOf(attribute);
  if (column < 0) {
    throw new RangeError(`${root} has no attribute ${attribute}; it has ${attributes.join(", ")}`);
  }
  const having: SourceFile[] = [], lacking: SourceFile[] = [];
  lines.slice(2).forEach((line, i) => {
    const [name, ...values] = fieldsOf(line);
    if (name === undefined) return; // the empty end of the file
    if (values.length !== attributes.length || !["1", "-1"].includes(values[column])) {
      throw new Error(`${root}/${TABLE} is damaged in line ${i + 3}: 1 or -1 must follow the name`);
    }
    (values[column] === "1" ? having : lacking).push({ path: `${folder}/${name}`, name });
  });
  return {
    root,
    domains: [attribute, `not_${attribute}`],
    files: [having, lacking],
    skipped: [],
  };
}

function fieldsOf(line: string): string[] {
  return line.split(/\s+/).filter((field) => field !== "");
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
