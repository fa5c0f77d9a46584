/**
 * The CelebA layout: pictures and a table of 40 attributes, any of which make domains. The tables of
 * the dataset's split and of its people are used where they are there.
 *
 * @module
 */
import { celebaDomains } from "./celeba_domains.ts";
import { type CelebaFiles, findCeleba } from "./celeba_files.ts";
import { type CelebaTable, fieldsOf, readCelebaTable } from "./celeba_table.ts";
import { closest } from "./closest.ts";
import type { FileListing, SourceFile } from "./file_listing.ts";

/** Marks in the table of the split. */
const TRAINING = "0", TEST = "2";
/** What the table of attributes says of a picture: it has one, or it has not. */
const VALUES: ReadonlySet<string | undefined> = new Set(["1", "-1", "0"]);

/**
 * Lists the pictures of each domain: of one attribute, those with it (named as the attribute) and
 * those without (`not_` before it). Only pictures that exist are listed, whatever the table names.
 *
 * With `list_eval_partition` the dataset's test pictures are held out and its validation pictures are
 * not used. With `identity_CelebA` each file says whom it shows.
 *
 * @param root a folder with the tables and the pictures, or with folders of them
 * @param attributes of the table, as {@linkcode celebaDomains} takes them
 * @param without attributes of the table whose pictures are left out
 * @throws Error if the table or the pictures are missing or damaged, RangeError if there is no such
 *   attribute
 */
export function listCeleba(
  root: string,
  attributes = "Male",
  without: readonly string[] = [],
): FileListing {
  const domains = celebaDomains(attributes);
  const found = findIn(root), path = found.tables.attributes!, table = readCelebaTable(path);
  const columns = new Map(
    [...domains.attributes, ...without].map((name) => [name, columnOf(root, table, name)] as const),
  );
  const pictures = picturesOf(root, found, table);
  const partition = tableAt(found.tables.partition), people = tableAt(found.tables.people);
  const files = domains.names.map((): SourceFile[] => []);
  let validation = 0, excluded = 0, undecided = 0;
  for (const [key, { path: file, name }] of pictures.files) {
    const row = table.rows.get(key)!, values = fieldsOf(row.text);
    const valueOf = (attribute: string) => values[columns.get(attribute)!];
    const strange = () => [...columns.keys()].some((name) => !VALUES.has(valueOf(name)));
    if (values.length !== table.columns.length || strange()) {
      throw new Error(
        `${path} is damaged in line ${row.number}: ${table.columns.length} values of 1 or -1 must ` +
          "follow the name",
      );
    }
    const mark = fieldOf(partition, key) ?? TRAINING, person = fieldOf(people, key);
    const ofSplit = partition && { heldOut: mark === TEST };
    const has = (attribute: string) => valueOf(attribute) === "1";
    const domain = domains.domainOf(has);
    if (mark !== TRAINING && mark !== TEST) validation++;
    else if (without.some(has)) excluded++;
    else if (domain === undefined) undecided++;
    else files[domain].push({ path: file, name, ...ofSplit, ...person && { person } });
  }
  return {
    root,
    domains: domains.names,
    files,
    skipped: [],
    notes: [
      ...pictures.notes,
      ...validation ? [`The split's ${validation} validation pictures are not used`] : [],
      ...excluded ? [`${excluded} pictures with ${without.join(" or ")} are left out`] : [],
      ...undecided
        ? [`${undecided} pictures with none or several of ${domains.oneOf.join(", ")} are left out`]
        : [],
    ],
  };
}

function columnOf(root: string, { columns }: CelebaTable, attribute: string): number {
  const column = columns.indexOf(attribute);
  if (column >= 0) return column;
  const near = closest(attribute, columns), meant = near ? ` (did you mean ${near}?)` : "";
  throw new RangeError(
    `${root} has no attribute ${attribute}${meant}; it has ${columns.join(", ")}`,
  );
}

function findIn(root: string): CelebaFiles {
  let found: CelebaFiles | undefined;
  try {
    found = findCeleba(root);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory)) {
      throw error;
    }
  }
  if (found?.tables.attributes && found.folders.length) return found;
  throw new Error(
    `${root} is not the CelebA layout; it needs list_attr_celeba.txt or .csv and a folder of its ` +
      "pictures, such as img_align_celeba",
  );
}

/** The pictures of the folder that has most of the table's, in the order of the table. */
function picturesOf(root: string, { folders }: CelebaFiles, { rows }: CelebaTable) {
  const matches = folders.map(({ path, names }) => ({
    path,
    names: new Map(
      names.map((name) => [name.replace(/\.\w+$/, ""), name] as const)
        .filter(([key]) => rows.has(key)),
    ),
    others: names.length,
  }));
  const { path, names, others } = matches.reduce((a, b) => b.names.size > a.names.size ? b : a);
  if (!names.size) {
    throw new Error(`${root} has none of the pictures that its list_attr_celeba names`);
  }
  const files = new Map<string, { path: string; name: string }>();
  for (const [key, { name }] of rows) {
    const file = names.get(key);
    // The split follows from the name, which is the dataset's own whatever the pictures' format.
    if (file) files.set(key, { path: `${path}/${file}`, name });
  }
  const missing = rows.size - names.size, strange = others - names.size;
  return {
    files,
    notes: [
      ...missing ? [`${path} has ${names.size} of the table's ${rows.size} pictures`] : [],
      ...strange ? [`${path} has ${strange} pictures that the table does not name`] : [],
    ],
  };
}

const tableAt = (path?: string) => path === undefined ? undefined : readCelebaTable(path);

const fieldOf = (table: CelebaTable | undefined, key: string): string | undefined => {
  const row = table?.rows.get(key);
  return row && fieldsOf(row.text)[0];
};
