/**
 * The files of a data set before any is opened.
 *
 * @module
 */
import type { Skipped } from "./image_set.ts";

/** One image file. */
export interface SourceFile {
  /** Where it is. */
  readonly path: string;
  /** Its name within its domain; decides, with the seed, whether it is held out. */
  readonly name: string;
  /** Whether it is held out, where the data set itself says so for all its files. */
  readonly heldOut?: boolean;
  /** Whom it shows, where that is known. Nobody may be on both sides. */
  readonly person?: string;
}

/** The files of each domain. */
export interface FileListing {
  /** Where the user said the data is; named in errors. */
  readonly root: string;
  /** Names of the domains; the index is the label c. */
  readonly domains: readonly string[];
  /** For each domain, its files in a fixed order. */
  readonly files: readonly (readonly SourceFile[])[];
  /** What was left out already. */
  readonly skipped: readonly Skipped[];
  /** What the user should know of how the folders were read, one line each. */
  readonly notes?: readonly string[];
}
