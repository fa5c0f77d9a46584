/** A few drawn faces in memory, with their identities. */
import { drawFaces, facesHeader, facesIdentities } from "../../../lib/data/drawn/faces.ts";
import type { DataSet, ImageSet } from "../../../lib/data/image_set.ts";

/** Draws `train` and `heldOut` faces of each domain. */
export async function drawnFaces(size: number, train: number, heldOut: number): Promise<DataSet> {
  const options = { size, seed: 1, train, heldOut }, { domains } = facesHeader(options);
  const drawn = { train: [[], []] as Uint8Array[][], heldOut: [[], []] as Uint8Array[][] };
  await drawFaces(options, {
    add: (split, c, rgb) => void drawn[split][c].push(rgb.slice()),
    skip: () => {},
    holdOut: () => {},
  });
  const set = (images: Uint8Array[][]): ImageSet => ({
    size,
    domains,
    counts: images.map((of) => of.length),
    read: (c, index, target, offset = 0) => target.set(images[c][index], offset),
    close() {},
    [Symbol.dispose]() {},
  });
  return {
    spec: "faces",
    train: set(drawn.train),
    heldOut: set(drawn.heldOut),
    paired: true,
    identities: facesIdentities(options),
    skipped: [],
    [Symbol.dispose]() {},
  };
}
