/**
 * A data set that has been found but not packed yet.
 *
 * @module
 */
import type { DataSet, DrawnIdentities, PictureTable } from "./image_set.ts";
import type { Fill, PackHeader } from "./pack.ts";

/** Where images come from, and how a pack is known to hold them. */
export interface Source {
  /** First part of the pack's name. */
  readonly label: string;
  /**
   * The rest of the name, before it is hashed. Data sets with different keys have different packs.
   */
  readonly key: string;
  /** What the user called it. */
  readonly root: string;
  /** See `DataSet.notes`. */
  readonly notes?: readonly string[];
  /** What a pack of it says. */
  readonly header: PackHeader;
  /** Where a later run can go on with packing: the signal by which it is interrupted. */
  readonly resumes?: { readonly signal?: AbortSignal };
  /** Adds the images. */
  readonly fill: Fill;
  /** Whether a pack of that fingerprint, which lies at the path, holds what there is now. */
  readonly isCurrent: (fingerprint: string, path: string) => boolean | Promise<boolean>;
  /** Told that the pack at the path has been written. */
  readonly onPacked?: (path: string) => Promise<void>;
  /** Who is shown, where that is known. */
  readonly identities?: DrawnIdentities;
  /** What is known of each picture of the packed data set, where they are files. */
  readonly pictures?: (data: DataSet) => PictureTable;
}
