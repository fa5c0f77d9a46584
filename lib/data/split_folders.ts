/**
 * Layouts in which folders say what is held out: CycleGAN's and ImageFolder's.
 *
 * @module
 */

/** A folder of pictures. */
export interface PictureFolder {
  /** From the root of the data set. */
  readonly path: string;
  /** Whether its pictures are held out; undefined if that is decided elsewhere. */
  readonly heldOut?: boolean;
}

/** Domains, the folders of each, and what has been made of the layout. */
export interface FolderLayout {
  /** Name and folders of each domain. */
  readonly domains: readonly {
    readonly name: string;
    readonly folders: readonly PictureFolder[];
  }[];
  /** One line on what was recognised. */
  readonly note?: string;
  /** Folders that are not used, and why. */
  readonly unused: readonly { readonly path: string; readonly why: string }[];
}

const TRAIN = /^train(ing)?$/i, TEST = /^test(ing)?$/i, VALIDATION = /^val(id(ation)?)?$/i;
const DOMAINS = ["A", "B"];

/**
 * Recognises `trainA`, `trainB` with `testA`, `testB` (CycleGAN: domains A and B) and `train/` with
 * `test/`, each with a folder for every domain (ImageFolder). The pictures of the test folders are
 * held out. Where there are none, those of `val` are; where there are both, `val` is not used.
 *
 * @param root where the data is; named in errors
 * @param folders names of the root's folders that hold anything, sorted
 * @param inner names of the folders within one of them that hold anything, sorted
 * @returns undefined if it is neither
 * @throws RangeError if a domain has no test pictures and another has
 */
export function splitFolders(
  root: string,
  folders: readonly string[],
  inner: (folder: string) => readonly string[],
): FolderLayout | undefined {
  if (DOMAINS.every((domain) => folders.includes(`train${domain}`))) {
    return cycleGan(root, folders);
  }
  const train = folders.find((name) => TRAIN.test(name));
  const others = folders.filter((name) => TEST.test(name) || VALIDATION.test(name));
  if (!train || !others.some((name) => inner(name).length > 0)) return undefined;
  return inner(train).length > 1 ? imageFolder(root, folders, train, inner) : undefined;
}

function cycleGan(root: string, folders: readonly string[]): FolderLayout {
  const found = ["test", "val"].filter((split) =>
    DOMAINS.some((domain) => folders.includes(`${split}${domain}`))
  );
  const [split] = found, used = ["train", ...split ? [split] : []];
  const domains = DOMAINS.map((name) => ({
    name,
    folders: used.map((part) => ({ path: `${part}${name}`, ...asHeldOut(part, split) })),
  }));
  return {
    domains: checked(root, domains, folders),
    note: `${root} has CycleGAN's layout: domains A and B` +
      (split ? `, the pictures of ${split}A and ${split}B are held out` : ""),
    unused: rest(folders, used.flatMap((part) => DOMAINS.map((name) => `${part}${name}`))),
  };
}

function imageFolder(
  root: string,
  folders: readonly string[],
  train: string,
  inner: (folder: string) => readonly string[],
): FolderLayout {
  const split =
    [TEST, VALIDATION].flatMap((kind) =>
      folders.filter((name) => kind.test(name) && inner(name).length > 0)
    )[0];
  const names = inner(train), there = inner(split);
  const paths = [train, split].flatMap((part) => inner(part).map((name) => `${part}/${name}`));
  const domains = names.map((name) => ({
    name,
    folders: [train, split].map((part) => ({
      path: `${part}/${name}`,
      ...asHeldOut(part, split),
    })),
  }));
  const strange = there.filter((name) => !names.includes(name));
  return {
    domains: checked(root, domains, paths),
    note: `${root} has ImageFolder's layout: the domains of ${train}/, ` +
      `the pictures of ${split}/ are held out`,
    unused: [
      ...rest(folders, [train, split]),
      ...strange.map((name) => ({ path: `${split}/${name}`, why: `not in ${train}/` })),
    ],
  };
}

const asHeldOut = (part: string, split?: string) => split ? { heldOut: part === split } : {};

function checked(root: string, domains: FolderLayout["domains"], there: readonly string[]) {
  const missing = domains.flatMap(({ folders }) => folders.map(({ path }) => path))
    .find((path) => !there.includes(path));
  if (missing === undefined) return domains;
  throw new RangeError(
    `${root} has held-out pictures of other domains, but no ${missing}: add it, or name a folder ` +
      "with one subfolder for each domain",
  );
}

function rest(folders: readonly string[], used: readonly string[]) {
  return folders.filter((name) => !used.includes(name))
    .map((path) => ({ path, why: "not part of the layout" }));
}
