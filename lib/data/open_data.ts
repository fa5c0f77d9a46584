/**
 * Opens any data set by its SPEC: `faces`, `faces:test`, `DIR`, or `celeba:DIR[:Attribute]`.
 *
 * @module
 */
import { listCeleba } from "./celeba.ts";
import { folderSpec } from "./data_folder.ts";
import { sha256 } from "./digest.ts";
import type { HeldOutPool } from "./drawn/face_identity.ts";
import { drawFaces, facesHeader, facesIdentities } from "./drawn/faces.ts";
import { fingerprintFiles } from "./file_listing.ts";
import { listFolder } from "./folder.ts";
import type { DataSet, DrawnIdentities } from "./image_set.ts";
import { openPack, type PackHeader, type PackSink, writePack } from "./pack.ts";
import { packFiles } from "./pack_files.ts";

/** What {@linkcode openData} needs to know besides the SPEC. */
export interface OpenDataOptions {
  /** Side of the images, in pixels. */
  readonly size: number;
  /** Share of each domain's pictures that is held out, from 0 to below 1; at least one is. */
  readonly heldOut: number;
  /** Seed of the faces, or of the split. */
  readonly seed: number;
  /** Folder of the packed images; made if missing. A pack is made once and found again. */
  readonly packDir: string;
  /** Images in a batch; a domain with fewer to train on than its share is refused. */
  readonly batch?: number;
  /** Number of images of each domain of `faces`; 4000 and 256 if left out. */
  readonly faces?: { readonly train: number; readonly heldOut: number };
  /** Told how many of how many images are packed, now and then. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A data set that has been found but not packed yet. */
interface Source {
  /** First part of the pack's name. */
  readonly label: string;
  /** What the user called it. */
  readonly root: string;
  /** See {@linkcode DataSet.notes}. */
  readonly notes?: readonly string[];
  readonly header: PackHeader;
  readonly fill: (sink: PackSink) => Promise<void>;
  /** Who is shown, where that is known. */
  readonly identities?: DrawnIdentities;
}

/** Raised whenever the same files would decode to other bytes. */
const DECODER_VERSION = 3;

/**
 * Opens a data set, packing it first unless that was done before.
 *
 * @example
 * ```ts
 * import { openData } from "@im2im/im2im";
 *
 * const faces = { train: 20, heldOut: 5 };
 * const packDir = await Deno.makeTempDir();
 * const data = await openData("faces", { size: 32, heldOut: 0.1, seed: 1, packDir, faces });
 * console.log(data.train.domains, data.train.counts); // [ "man", "woman" ] [ 20, 20 ]
 * data.train.close();
 * data.heldOut.close();
 * ```
 *
 * @param spec `faces`; `faces:test`, the same training faces with other held-out ones, to report by
 *   what was chosen by `faces`; a folder with one subfolder for each domain; or `celeba:` and a
 *   folder in the CelebA layout, and `:` and an attribute unless it is Male
 * @param options size, split and place
 * @returns both splits; the caller closes them
 * @throws RangeError if there are not two domains of enough good images, or the SPEC begins with
 *   `faces:` and does not go on with `test`; TypeError without packDir; Error if there is nothing to
 *   read
 */
export async function openData(spec: string, options: OpenDataOptions): Promise<DataSet> {
  if (!options.packDir) throw new TypeError("packDir must name a folder for the packed images");
  const source = await findSource(spec, options);
  Deno.mkdirSync(options.packDir, { recursive: true });
  const hash = (await sha256(source.header.fingerprint)).slice(0, 12);
  const path = `${options.packDir}/${source.label}-${options.size}-${hash}.pack`;
  const data = tryOpen(path, spec, source) ?? await pack(path, spec, source);
  try {
    checkCounts(data, source.root, options.batch);
  } catch (error) {
    data.train.close();
    data.heldOut.close();
    throw error;
  }
  return data;
}

async function findSource(spec: string, options: OpenDataOptions): Promise<Source> {
  const { size, heldOut, seed, onProgress } = options;
  const folder = folderSpec(spec);
  if (!folder) {
    const pool = facesPool(spec);
    const faces = { size, seed, train: 4000, heldOut: 256, ...options.faces, pool };
    return {
      label: pool === "test" ? "faces-test" : "faces",
      root: spec,
      header: facesHeader(faces),
      fill: (sink) => drawFaces(faces, sink, onProgress),
      identities: facesIdentities(faces),
    };
  }
  const listing = folder.celeba
    ? listCeleba(folder.folder, folder.celeba.attribute)
    : listFolder(spec, options.packDir);
  const split = { size, heldOut, seed };
  const fingerprint = await fingerprintFiles(listing, { DECODER_VERSION, ...split });
  return {
    label: listing.root.replace(/[\\/]+$/, "").replace(/^.*[\\/]/, "").replace(/[^\w-]/g, "_"),
    root: listing.root,
    notes: listing.notes,
    header: { size, domains: listing.domains, paired: false, fingerprint },
    fill: (sink) => packFiles(listing, split, sink, onProgress),
  };
}

/** Whose faces a SPEC that begins with `faces` holds out. */
function facesPool(spec: string): HeldOutPool {
  if (spec === "faces") return "heldOut";
  if (spec === "faces:test") return "test";
  throw new RangeError(
    `${spec} is no data set: use faces, or faces:test for other held-out faces; a folder of that ` +
      `name is ./${spec}`,
  );
}

/** Undefined where there is no pack, or one that is damaged or of other data. */
function tryOpen(path: string, spec: string, source: Source): DataSet | undefined {
  const { header, identities, notes } = source;
  try {
    return { ...openPack(path, spec, header.fingerprint), identities, notes };
  } catch {
    return undefined;
  }
}

async function pack(path: string, spec: string, source: Source): Promise<DataSet> {
  const { header, fill, identities, notes } = source;
  await writePack(path, header, fill);
  return { ...openPack(path, spec), identities, notes };
}

function checkCounts({ train }: DataSet, root: string, batch = 1): void {
  const share = Math.ceil(batch / train.domains.length);
  train.counts.forEach((count, c) => {
    if (count < share) {
      throw new RangeError(
        `Domain ${train.domains[c]} of ${root} has ${count} images to train on, fewer than its ` +
          `${share} of a batch of ${batch}; add pictures or lower --batch`,
      );
    }
  });
}
