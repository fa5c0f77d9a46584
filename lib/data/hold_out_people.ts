/**
 * A split by people. A person whose pictures are on both sides would make held-out ones easy.
 *
 * @module
 */
import { Random } from "../random.ts";
import type { FileListing, SourceFile } from "./file_listing.ts";

/** How much is held out where the data set does not say it. */
export interface PeopleOptions {
  /** Share of each domain's pictures that is held out, at least. */
  readonly heldOut: number;
  /** Which people are held out follows from it and their names. */
  readonly seed: number;
}

/**
 * Ensures that nobody is on both sides. Where the data set itself says what is held out, training
 * pictures of held-out people are left out. Where it does not, or holds out no existing picture,
 * people are drawn by chance until each domain has its share. Where no people are known, a listing
 * whose split holds out nothing is split by chance.
 *
 * @param listing files that may say whom they show
 * @param options share and seed
 * @returns the listing with its split, and what has been done in a note
 */
export function holdOutPeople(listing: FileListing, options: PeopleOptions): FileListing {
  const all = listing.files.flat();
  const named = all.some(({ heldOut }) => heldOut !== undefined);
  const usable = listing.files.every((files) =>
    files.some(({ heldOut }) => heldOut) && files.some(({ heldOut }) => !heldOut)
  );
  const known = all.some(({ person }) => person !== undefined);
  if (named && usable) return known ? withoutHeldOutPeople(listing) : listing;
  if (!named && !known) return listing;
  const unsplit = listing.files.map((files) => files.map(({ heldOut: _, ...file }) => file));
  const why = named ? "The data set's own split holds out nothing, or all, of a domain: " : "";
  const note = `${why}${known ? "people" : "pictures"} are held out by chance`;
  return {
    ...listing,
    files: known ? drawPeople(unsplit, options) : unsplit,
    notes: [...listing.notes ?? [], note[0].toUpperCase() + note.slice(1)],
  };
}

/** A person whose name is not known counts as a person of their own. */
const personOf = ({ person, name }: SourceFile) => person ?? name;

function withoutHeldOutPeople(listing: FileListing): FileListing {
  const heldOut = new Set(listing.files.flat().filter((file) => file.heldOut).map(personOf));
  const files = listing.files.map((files) =>
    files.filter((file) => file.heldOut || !heldOut.has(personOf(file)))
  );
  const left = listing.files.flat().length - files.flat().length;
  const note = `${left} training pictures of people who are held out are left out`;
  return left ? { ...listing, files, notes: [...listing.notes ?? [], note] } : listing;
}

function drawPeople(
  files: readonly (readonly SourceFile[])[],
  { heldOut, seed }: PeopleOptions,
): SourceFile[][] {
  const random = new Random(seed);
  const people = new Map<string, number[]>(); // pictures in each domain
  files.forEach((ofDomain, c) =>
    ofDomain.forEach((file) => {
      const counts = people.get(personOf(file)) ?? files.map(() => 0);
      counts[c]++;
      people.set(personOf(file), counts);
    })
  );
  const missing = files.map(({ length }) => Math.max(1, Math.round(heldOut * length)));
  const drawn = new Set<string>();
  const order = Array.from(
    people.keys(),
    (person) => ({ person, key: random.fork(person).next() }),
  );
  for (const { person } of order.sort((a, b) => a.key - b.key || (a.person < b.person ? -1 : 1))) {
    const counts = people.get(person)!;
    if (!counts.some((count, c) => count > 0 && missing[c] > 0)) continue;
    drawn.add(person);
    counts.forEach((count, c) => missing[c] -= count);
  }
  return files.map((ofDomain) =>
    ofDomain.map((file) => ({ ...file, heldOut: drawn.has(personOf(file)) }))
  );
}
