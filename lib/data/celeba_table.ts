/**
 * CelebA's tables: a line for each picture, its file name first, with blanks or commas between the
 * fields. A first line with the number of pictures, and a line with the names of the columns, may
 * come before.
 *
 * @module
 */

/** A table. */
export interface CelebaTable {
  /** Names of the columns after the first; empty if the table does not name them. */
  readonly columns: readonly string[];
  /** Rows as they are written, by the name of their picture without its ending. */
  readonly rows: ReadonlyMap<string, TableRow>;
}

/** A row, split only if it is asked for: a table may have two hundred thousand. */
export interface TableRow {
  /** File name of the picture. */
  readonly name: string;
  /** Counted from 1. */
  readonly number: number;
  /** The fields after the name, with blanks or commas between. */
  readonly text: string;
}

/**
 * Reads a table.
 *
 * @param path of the file: UTF-8, with or without byte-order mark and count
 */
export function readCelebaTable(path: string): CelebaTable {
  const lines = new TextDecoder().decode(Deno.readFileSync(path)).split(/\r\n|\n|\r/);
  const rows = new Map<string, TableRow>();
  let columns: string[] = [];
  for (const [i, line] of lines.entries()) {
    const text = line.trim();
    if (text === "" || i === 0 && /^\d+$/.test(text)) continue;
    const end = text.search(/[\s,]/), name = end < 0 ? text : text.slice(0, end);
    if (rows.size || /\.\w+$/.test(name)) {
      rows.set(name.replace(/\.\w+$/, ""), { name, number: i + 1, text: text.slice(name.length) });
    } else {
      columns = fieldsOf(text);
      if (/^(image_id|image|file|filename)$/i.test(columns[0])) columns.shift();
    }
  }
  return { columns, rows };
}

/** The fields of a row or of the line of names. */
export function fieldsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((field) => field !== "");
}
