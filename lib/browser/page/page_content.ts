/**
 * What a page is told of the files that it was built with.
 *
 * @module
 */

/** Weights that come with the page. */
export interface ShippedModel {
  /** The name in the library's table. */
  readonly name: string;
  /** Its file, for `readPageFile`. */
  readonly file: string;
  /** What the pictures are that it was trained on, in a few words. */
  readonly pictures: string;
  /** What may be done with it, where that is restricted. */
  readonly terms?: string;
  /** Its card as HTML, made when the page was built. */
  readonly card: string;
}

/** What the page was built with; tasks/page writes it into the page. */
export interface PageContent {
  /** The weights, the first of which is opened at the start. */
  readonly models: readonly ShippedModel[];
  /** Drawn faces to try the page with: files for `readPageFile`. */
  readonly examples: readonly string[];
  /** Address of each file; absent where the page is one file that holds them. */
  readonly addresses: Readonly<Record<string, string>>;
}
