/**
 * The attributes of single pictures in CelebA's table.
 *
 * @module
 */
import { findCeleba } from "./celeba_files.ts";
import { fieldsOf, readCelebaTable } from "./celeba_table.ts";

/** The table of attributes, by the pictures' names. */
export interface CelebaAttributes {
  /** Names of the 40 attributes, in the order of the table. */
  readonly names: readonly string[];
  /**
   * The attributes that a picture has.
   *
   * @param name of its file, as the table writes it
   * @returns undefined where the table does not name it
   */
  of(name: string): ReadonlySet<string> | undefined;
}

/**
 * Reads the table of attributes.
 *
 * @param root a folder in the CelebA layout
 * @throws Error if there is no table
 */
export function celebaAttributes(root: string): CelebaAttributes {
  const path = findCeleba(root).tables.attributes;
  if (path === undefined) throw new Error(`${root} has no list_attr_celeba any more`);
  const { columns, rows } = readCelebaTable(path);
  return {
    names: columns,
    of(name) {
      const row = rows.get(name.replace(/\.\w+$/, ""));
      if (!row) return undefined;
      const values = fieldsOf(row.text);
      return new Set(columns.filter((_, k) => values[k] === "1"));
    },
  };
}
