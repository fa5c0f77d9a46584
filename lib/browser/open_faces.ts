/**
 * The drawn faces where there is no file system.
 *
 * @module
 */
import { drawFaces, facesHeader, facesIdentities, type FacesOptions } from "../data/drawn/faces.ts";
import type { DataSet } from "../data/image_set.ts";
import { packInMemory } from "../data/memory_pack.ts";

/** Who is told while faces are drawn. */
export interface DrawingOptions {
  /** Told how many of how many faces are drawn, now and then. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborted to stop. */
  readonly signal?: AbortSignal;
}

/**
 * Draws faces into memory: the very data set that `openData("faces", ...)` gives. In a browser it works in
 * a worker alone, because facesjs draws into a document of its own.
 *
 * @param options size, seed and how many
 * @param listeners who is told
 * @returns both splits; dispose of them to give their memory back
 * @throws the signal's reason if it is aborted
 */
export async function openFaces(
  options: FacesOptions,
  { onProgress, signal }: DrawingOptions = {},
): Promise<DataSet> {
  // facesjs is written for Node, whose global object has this name.
  (globalThis as { global?: unknown }).global ??= globalThis;
  const data = await packInMemory(
    "faces",
    facesHeader(options),
    (sink) => drawFaces(options, sink, onProgress, signal),
  );
  return { ...data, identities: facesIdentities(options) };
}
