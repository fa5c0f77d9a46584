/**
 * What the tables of a data set say of each of its packed pictures.
 *
 * A pack holds images alone. Its order follows from the files' names and the seed, so the facts of
 * image i are found again without opening a picture.
 *
 * @module
 */
import type { SourceFile } from "./file_listing.ts";
import type { DataSet, PictureFacts, PictureTable } from "./image_set.ts";
import { packingOrder } from "./packing_order.ts";

/** What is known of the files of a data set. */
export interface KnownFiles {
  /** The files of each domain, as they were packed. */
  readonly files: readonly (readonly SourceFile[])[];
  /** The seed of the split. */
  readonly seed: number;
  /** Names of the attributes, and those of a picture by its name; left out where there is no table. */
  readonly attributes?: {
    /** In the order of the table. */
    readonly names: readonly string[];
    /** The attributes that the picture has; undefined where the table does not name it. */
    of(name: string): ReadonlySet<string> | undefined;
  };
}

/**
 * Lists the facts of every image of a data set.
 *
 * @param data the packed images
 * @param known the files they were packed from
 * @returns facts by split, domain and index
 * @throws Error if the files are not those that were packed
 */
export function pictureFacts(data: DataSet, { files, seed, attributes }: KnownFiles): PictureTable {
  const skipped = new Set(data.skipped.map(({ file }) => file));
  const table = { train: [] as PictureFacts[][], heldOut: [] as PictureFacts[][] };
  for (const [c, ofDomain] of files.entries()) {
    const good = packingOrder(ofDomain, seed).filter(({ path }) => !skipped.has(path));
    const heldOut = data.heldOut.counts[c], count = heldOut + data.train.counts[c];
    if (good.length !== count) {
      throw new Error(
        `Domain ${data.heldOut.domains[c]} was packed from ${count} pictures and has ` +
          `${good.length} now: open the data set again`,
      );
    }
    const facts = good.map(({ name, person }): PictureFacts => ({
      name,
      ...person !== undefined && { person },
      ...attributes && { attributes: attributes.of(name) },
    }));
    table.heldOut.push(facts.slice(0, heldOut));
    table.train.push(facts.slice(heldOut));
  }
  return { attributes: attributes?.names ?? [], ...table };
}
