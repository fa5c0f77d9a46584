/**
 * The folder in a SPEC.
 *
 * @module
 */

/** A SPEC that names a folder. */
export interface FolderSpec {
  /** The folder. */
  readonly folder: string;
  /** Set where it is CelebA's layout: its attributes, as `celebaDomains` takes them; Male if left out. */
  readonly celeba?: { readonly attributes?: string };
}

/**
 * Takes a SPEC apart.
 *
 * @param spec as `openData` takes it
 * @returns undefined where pictures are drawn, not read: `faces`, `faces:test`
 */
export function folderSpec(spec: string): FolderSpec | undefined {
  if (spec === "faces" || spec.startsWith("faces:")) return undefined;
  const celeba = /^celeba:(.+?)(?::(\w(?:[\w,+]|=[^,:/=]+\/[^,:/=]+)*))?$/.exec(spec);
  return celeba ? { folder: celeba[1], celeba: { attributes: celeba[2] } } : { folder: spec };
}
