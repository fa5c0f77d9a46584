/**
 * The held-out pictures of a folder or of CelebA in two halves, nobody in both: one to adjust methods by,
 * one to report.
 *
 * @module
 */
import type { DataSet, PictureTable } from "../../../lib/data/image_set.ts";
import { someImages } from "../../../lib/data/some_images.ts";

/** The two halves of a data set's held-out pictures; their training pictures are the same. */
export interface HeldOutHalves {
  /** To adjust methods by. */
  readonly validation: DataSet;
  /** To report. */
  readonly test: DataSet;
}

/**
 * Splits the held-out pictures. Where people are known, every other one goes to each half, in the order in
 * which they first appear; else every other picture of a domain.
 *
 * @param data stays the caller's to close
 * @throws RangeError if a half of a domain has no picture
 */
export function splitHeldOut(data: DataSet): HeldOutHalves {
  const table = data.pictures?.(), { heldOut } = data, sides = new Map<string, number>();
  const sideOf = (c: number, i: number) => {
    const person = table?.heldOut[c][i].person;
    if (person === undefined) return i % 2;
    const known = sides.get(person) ?? sides.size % 2;
    sides.set(person, known);
    return known;
  };
  const all = heldOut.counts.map((count, c) =>
    Array.from({ length: count }, (_, i) => ({ i, side: sideOf(c, i) }))
  );
  const half = (side: number): DataSet => {
    const chosen = all.map((ofDomain) =>
      ofDomain.filter((each) => each.side === side).map(({ i }) => i)
    );
    const empty = chosen.findIndex(({ length }) => !length);
    if (empty >= 0) {
      throw new RangeError(
        `Domain ${
          heldOut.domains[empty]
        } has too few held-out pictures, or people, for two halves: ` +
          "hold out more",
      );
    }
    return {
      ...data,
      heldOut: someImages(heldOut, chosen),
      ...table && { pictures: () => someFacts(table, chosen) },
    };
  };
  return { validation: half(0), test: half(1) };
}

const someFacts = (table: PictureTable, chosen: readonly (readonly number[])[]): PictureTable => ({
  ...table,
  heldOut: chosen.map((indices, c) => indices.map((i) => table.heldOut[c][i])),
});
