/**
 * What training and evaluation see of a data set: packed bytes of square RGB images by domain.
 *
 * @module
 */
import type { Identity } from "./drawn/face_identity.ts";
import type { PictureChoice } from "./picture_choice.ts";

/** One split of a data set. Images are uint8 RGB, size x size, rows from the top. */
export interface ImageSet extends Disposable {
  /** Side of the images, in pixels. */
  readonly size: number;
  /** Names of the domains; the index is the label c. */
  readonly domains: readonly string[];
  /** Number of images of each domain. */
  readonly counts: readonly number[];
  /**
   * Copies image `index` of domain `c` into `target` at `offset` (size * size * 3 bytes).
   *
   * @throws RangeError if there is no such domain or image
   */
  read(c: number, index: number, target: Uint8Array, offset?: number): void;
  /** Releases the files behind it; `using` does the same. */
  close(): void;
}

/** A file that could not be used, and why. */
export interface Skipped {
  /** Path of the file. */
  readonly file: string;
  /** One sentence. */
  readonly reason: string;
}

/** Who the pictures of a drawn data set show: what is truly kept from one domain to the other. */
export interface DrawnIdentities {
  /** Of training image i of domain c: `train[c][i]`. */
  readonly train: readonly (readonly Identity[])[];
  /** Of held-out image i of either domain. */
  readonly heldOut: readonly Identity[];
}

/** What the tables of a data set say of one picture. */
export interface PictureFacts {
  /** Name of its file. */
  readonly name: string;
  /** Whom it shows, where that is known. */
  readonly person?: string;
  /** The attributes it has; undefined where no table says. */
  readonly attributes?: ReadonlySet<string>;
}

/** The facts of every picture: of image i of domain c, `train[c][i]` and `heldOut[c][i]`. */
export interface PictureTable {
  /** Names of all attributes; none where there is no table of them. */
  readonly attributes: readonly string[];
  /** Of the training images of each domain. */
  readonly train: readonly (readonly PictureFacts[])[];
  /** Of the held-out images of each domain. */
  readonly heldOut: readonly (readonly PictureFacts[])[];
}

/** A data set, split. */
export interface DataSet extends Disposable {
  /** The SPEC it was opened from. */
  readonly spec: string;
  /** Which of its pictures are used, and which part of each; all of them, and the middle, if unset. */
  readonly choice?: PictureChoice;
  /** Images to train on. */
  readonly train: ImageSet;
  /** Images that no training step and no choice of recipe may see. */
  readonly heldOut: ImageSet;
  /**
   * True only where image i of every held-out domain shows the same identity (`faces`), so that
   * image i of domain c is the true counterpart of image i of any other domain.
   */
  readonly paired: boolean;
  /** Who is shown, where that is known (`faces`). */
  readonly identities?: DrawnIdentities;
  /**
   * Reads what the data set's files and tables say of each picture: name, person, attributes.
   * Undefined where images are drawn. It throws an Error if the files are not those that were packed.
   */
  readonly pictures?: () => PictureTable;
  /** Files that were left out. */
  readonly skipped: readonly Skipped[];
  /** What the user should know of how the folders were read, one line each. */
  readonly notes?: readonly string[];
  /** Changes whenever the images or their split would come out otherwise, where that is known. */
  readonly fingerprint?: string;
}
