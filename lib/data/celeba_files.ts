/**
 * Where CelebA's tables and pictures lie: the dataset's own `Anno/`, `Eval/` and `Img/`, all in one
 * folder, Kaggle's folder within a folder of the same name, or anything between.
 *
 * @module
 */

/** The tables by their names without the ending; each comes as .txt or as Kaggle's .csv. */
export const CELEBA_TABLES = {
  attributes: "list_attr_celeba",
  partition: "list_eval_partition",
  people: "identity_CelebA",
} as const;

/** What was found. */
export interface CelebaFiles {
  /** Paths of the tables that are there. */
  readonly tables: Partial<Record<keyof typeof CELEBA_TABLES, string>>;
  /** Folders with pictures, and the names of those, largest first. */
  readonly folders: readonly { readonly path: string; readonly names: readonly string[] }[];
}

const PICTURE = /\.(jpe?g|png|webp|bmp)$/i;
const PASSED_OVER = /^(\..*|__MACOSX|@eaDir)$/;
/** Folders below the root that are searched: `Img/img_align_celeba/img_align_celeba`, and one more. */
const DEEPEST = 4;

/**
 * Searches a folder.
 *
 * @param root the folder
 * @throws the system's error if it cannot be read
 */
export function findCeleba(root: string): CelebaFiles {
  const tables: Partial<Record<keyof typeof CELEBA_TABLES, string>> = {};
  const folders: { path: string; names: string[] }[] = [];
  const search = (path: string, depth: number): void => {
    const inner: string[] = [], names: string[] = [];
    for (const { name, isDirectory, isSymlink } of Deno.readDirSync(path)) {
      if (PASSED_OVER.test(name)) continue;
      if (PICTURE.test(name)) names.push(name);
      else if (isDirectory || isSymlink) inner.push(name);
      const table = tableOf(name);
      if (table) tables[table] ??= `${path}/${name}`;
    }
    if (names.length) folders.push({ path, names: names.sort() });
    if (depth === DEEPEST) return;
    for (const name of inner.sort()) {
      if (isFolder(`${path}/${name}`)) search(`${path}/${name}`, depth + 1);
    }
  };
  search(root, 0);
  return { tables, folders: folders.sort((a, b) => b.names.length - a.names.length) };
}

function tableOf(file: string): keyof typeof CELEBA_TABLES | undefined {
  const name = file.match(/^(.*)\.(txt|csv)$/i)?.[1].toLowerCase();
  const tables = Object.keys(CELEBA_TABLES) as (keyof typeof CELEBA_TABLES)[];
  return tables.find((table) => CELEBA_TABLES[table].toLowerCase() === name);
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
