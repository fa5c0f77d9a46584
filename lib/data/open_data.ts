/**
 * Opens any data set by its SPEC: `faces`, `faces:test`, `DIR`, or `celeba:DIR[:Attributes]`.
 *
 * @module
 */
import { folderSpec } from "./data_folder.ts";
import { sha256 } from "./digest.ts";
import type { HeldOutPool } from "./drawn/face_identity.ts";
import { drawFaces, facesHeader, facesIdentities } from "./drawn/faces.ts";
import { fileSource } from "./file_source.ts";
import type { DataSet } from "./image_set.ts";
import { packInMemory } from "./memory_pack.ts";
import { openPack, writePack } from "./pack.ts";
import { begunPack } from "./pack_file.ts";
import type { PictureChoice } from "./picture_choice.ts";
import type { Source } from "./source.ts";
import { sweepPacks } from "./sweep_packs.ts";

/** What {@linkcode openData} takes from the config of a run; a whole Config will do. */
export interface DataConfig {
  /** Side of the images, in pixels. */
  readonly size: number;
  /** Share of each domain's pictures that is held out, from 0 to below 1; at least one is. */
  readonly heldOut: number;
  /** Seed of the faces, or of the split. */
  readonly seed: number;
  /** Images in a batch; a domain with fewer to train on than its share is refused. */
  readonly batch?: number;
}

/** What {@linkcode openData} needs to know besides. */
export interface OpenDataOptions extends PictureChoice {
  /**
   * Folder of the packed images; made if missing. A pack is made once and found again. If left out, the
   * images are packed into memory, and nothing is written.
   */
  readonly packDir?: string;
  /** Number of images of each domain of `faces`; 4000 and 256 if left out. */
  readonly faces?: { readonly train: number; readonly heldOut: number };
  /** Told how many of how many images are packed, now and then. */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Told, now and then, how many of the files that look changed have been compared, and of how
   * many.
   */
  readonly onCompare?: (done: number, total: number) => void;
  /** Aborted to stop packing, which then leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/**
 * Opens a data set. It is packed first unless a pack of it exists: into a file, or, without packDir,
 * into memory.
 *
 * @example
 * ```ts
 * import { createConfig, openData } from "@im2im/im2im";
 *
 * const config = createConfig("tiny", { batch: 8 });
 * const faces = { train: 20, heldOut: 5 };
 * using data = await openData("faces", config, { packDir: await Deno.makeTempDir(), faces });
 * console.log(data.train.domains, data.train.counts); // [ "man", "woman" ] [ 20, 20 ]
 * ```
 *
 * @param spec `faces`; `faces:test`, which has the same training faces and other held-out ones, for
 *   reporting what was chosen by `faces`; a folder with one subfolder for each domain; or `celeba:`
 *   and a folder in the CelebA layout, followed by `:` and attributes unless that is Male. Of
 *   `Male,Young` the combinations are the domains, of `Black_Hair+Blond_Hair` each is one
 * @param config side of the images, share that is held out, and seed of the faces or of the split;
 *   with a batch, a domain with fewer images to train on than its share of one is refused
 * @param options where the packed images go, and who is told; which pictures are used, and which part
 *   of each
 * @returns both splits; dispose of them to close their files
 * @throws RangeError if there are not two domains of enough good images, the SPEC begins with `faces:`
 *   and does not go on with `test`, or crop or without do not suit the data; TypeError if packDir is
 *   empty; Error if there is nothing to
 *   read; the signal's reason if it is aborted
 */
export async function openData(
  spec: string,
  config: DataConfig,
  options: OpenDataOptions = {},
): Promise<DataSet> {
  const { packDir } = options;
  if (packDir === "") throw new TypeError("packDir must name a folder for the packed images");
  const source = findSource(spec, config, options);
  const data = packDir === undefined
    ? await packedInMemory(spec, source)
    : await openIn(packDir, `${source.label}-${config.size}-`, spec, source);
  try {
    checkCounts(data, source.root, config.batch);
  } catch (error) {
    data[Symbol.dispose]();
    throw error;
  }
  const { crop, without } = options;
  return { ...data, choice: { crop, without } };
}

function findSource(spec: string, config: DataConfig, options: OpenDataOptions): Source {
  const folder = folderSpec(spec);
  if (folder) return fileSource(folder, { ...config, ...options });
  if (options.crop !== undefined || options.without?.length) {
    throw new RangeError(
      `${spec} is drawn at its size: crop and without are for pictures in a folder`,
    );
  }
  const { size, seed } = config, { onProgress, signal } = options, pool = facesPool(spec);
  const faces = { size, seed, train: 4000, heldOut: 256, ...options.faces, pool };
  const header = facesHeader(faces);
  return {
    label: pool === "test" ? "faces-test" : "faces",
    key: header.fingerprint,
    root: spec,
    header,
    fill: (sink) => drawFaces(faces, sink, onProgress, signal),
    isCurrent: (fingerprint) => fingerprint === header.fingerprint,
    identities: facesIdentities(faces),
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
async function openCurrent(
  path: string,
  spec: string,
  { identities, notes, pictures, isCurrent }: Source,
): Promise<DataSet | undefined> {
  const data = openIfWhole(path, spec);
  if (!data) return undefined;
  try {
    if (await isCurrent(data.fingerprint!, path)) {
      return told(data, { identities, notes, pictures });
    }
  } catch (error) {
    data[Symbol.dispose]();
    throw error;
  }
  data[Symbol.dispose]();
}

async function packedInMemory(spec: string, source: Source): Promise<DataSet> {
  return told(await packInMemory(spec, source.header, source.fill), source);
}

async function openIn(
  packDir: string,
  begin: string,
  spec: string,
  source: Source,
): Promise<DataSet> {
  Deno.mkdirSync(packDir, { recursive: true });
  const path = `${packDir}/${begin}${(await sha256(source.key)).slice(0, 12)}.pack`;
  return await openCurrent(path, spec, source) ??
    await pack(packDir, path, begin, spec, source);
}

async function pack(
  packDir: string,
  path: string,
  begin: string,
  spec: string,
  source: Source,
): Promise<DataSet> {
  const { header, fill, resumes, identities, pictures, notes = [], onPacked } = source;
  const old = sweepPacks(packDir, begin, (path) => {
    const data = openIfWhole(path, spec);
    if (data) data[Symbol.dispose]();
    return data?.fingerprint;
  });
  const file = resumes && begunPack(path, header.size ** 2 * 3, resumes.signal);
  await writePack(path, header, fill, file);
  await onPacked?.(path);
  const replaced = old.map((old) => `${old} was packed by an older version, and is packed anew`);
  return told(openPack(path, spec), { identities, pictures, notes: [...notes, ...replaced] });
}

/** A pack with what is known besides its images. */
function told(
  data: DataSet,
  { identities, notes, pictures }: Pick<Source, "identities" | "notes" | "pictures">,
): DataSet {
  return { ...data, identities, notes, ...pictures && { pictures: () => pictures(data) } };
}

function openIfWhole(path: string, spec: string): DataSet | undefined {
  try {
    return openPack(path, spec);
  } catch {
    return undefined;
  }
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
