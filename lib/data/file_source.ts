/**
 * Folders of picture files as a source of images.
 *
 * @module
 */
import { listCeleba } from "./celeba.ts";
import { celebaAttributes } from "./celeba_attributes.ts";
import type { FolderSpec } from "./data_folder.ts";
import type { FileListing } from "./file_listing.ts";
import { listFolder } from "./folder.ts";
import { holdOutPeople } from "./hold_out_people.ts";
import { CELEBA_CENTRE, checkCrop, type PictureChoice } from "./picture_choice.ts";
import { pictureFacts } from "./picture_facts.ts";
import { packFiles, type PackFilesOptions } from "./pack_files.ts";
import type { Source } from "./source.ts";
import { fingerprintFiles, readStamps, stampFiles, type Stamps, writeStamps } from "./stamps.ts";

/** Raised whenever the same files would decode to other bytes. */
const DECODER_VERSION = 3;

/** What is needed besides the folder. */
export interface FileSourceOptions extends Omit<PackFilesOptions, "crop">, PictureChoice {
  /** Where the pack will lie, unless it is in memory. */
  readonly packDir?: string;
  /** Told how many of how many files that look changed have been read. */
  readonly onCompare?: (done: number, total: number) => void;
}

/**
 * Finds the files of a folder. Their contents are hashed while they are packed; later, only those are
 * read again whose length or time has changed, and the pack is kept where no content has.
 *
 * @param spec the folder and its layout
 * @param options size, split and who is told
 * @throws as `listFolder` and `listCeleba` do; RangeError if the crop is none, or attributes are left
 *   out of a folder that has none
 */
export function fileSource(spec: FolderSpec, options: FileSourceOptions): Source {
  const { size, heldOut, seed, crop: side, onCompare, signal } = options;
  checkCrop(side);
  const listing = listFiles(spec, options), { root, domains } = listing;
  const crop = side === undefined
    ? undefined
    : { side, ...spec.celeba && { centre: CELEBA_CENTRE } };
  const without = options.without?.length ? options.without.toSorted() : undefined;
  const decides = { DECODER_VERSION, size, heldOut, seed, crop, without };
  const celeba = spec.celeba && { attribute: spec.celeba.attributes };
  const fingerprintOf = (stamps: Stamps) => fingerprintFiles(listing, stamps, decides);
  const notes = [...listing.notes ?? []];
  const onAlone = (why: string) => notes.push(`Pictures were decoded one at a time: ${why}`);
  let packed: Stamps;
  return {
    label: root.replace(/[\\/]+$/, "").replace(/^.*[\\/]/, "").replace(/[^\w-]/g, "_"),
    key: JSON.stringify([Deno.realPathSync(root), celeba, decides]),
    root,
    notes,
    header: { size, domains, paired: false, fingerprint: "" },
    resumes: { signal },
    async fill(sink) {
      let before = 0;
      const onResumed = (done: number) => before = done;
      packed = await packFiles(listing, { ...options, crop, onResumed, onAlone }, sink);
      if (before) notes.push(`Packing went on after ${before} files that were packed before`);
      return await fingerprintOf(packed);
    },
    async isCurrent(fingerprint, path) {
      const known = readStamps(stampsPath(path), root);
      const { stamps, read } = await stampFiles(listing, known, { onProgress: onCompare, signal });
      if (await fingerprintOf(stamps) !== fingerprint) return false;
      if (read) await writeStamps(stampsPath(path), root, stamps);
      return true;
    },
    pictures: (data) =>
      pictureFacts(data, {
        files: listing.files,
        seed,
        ...spec.celeba && { attributes: celebaAttributes(root) },
      }),
    onPacked: (path) => writeStamps(stampsPath(path), root, packed),
  };
}

function listFiles({ folder, celeba }: FolderSpec, options: FileSourceOptions): FileListing {
  const { heldOut, seed, without, packDir } = options;
  if (celeba) {
    return holdOutPeople(listCeleba(folder, celeba.attributes, without), { heldOut, seed });
  }
  if (!without?.length) return listFolder(folder, packDir);
  throw new RangeError(
    `${folder} has no attributes to leave out (without ${without.join(",")}): only celeba:DIR has`,
  );
}

const stampsPath = (pack: string) => pack.replace(/\.pack$/, ".stamps");
