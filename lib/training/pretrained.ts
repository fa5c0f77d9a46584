/**
 * Weights that travel with the package.
 *
 * @module
 */
import { sha256 } from "../data/digest.ts";
import { CheckpointError } from "./checkpoint_description.ts";
import { decodeModel } from "./decode_checkpoint.ts";
import type { Model } from "../networks/model.ts";

/** A name that {@linkcode loadPretrained} knows. */
export type PretrainedName = "faces-64" | "portraits-64";

/** Weights that travel with the package. */
interface Pretrained {
  /** Their file, from this module on. */
  readonly path: string;
  /** The SHA-256 of its bytes. */
  readonly digest: string;
  /** What the pictures are that they were trained on. */
  readonly pictures: string;
  /** What may be done with them, where the data's owner restricts it; else the package's licence. */
  readonly terms?: string;
}

const files: Readonly<Record<PretrainedName, Pretrained>> = {
  "faces-64": {
    path: "../../fixtures/models/faces-64.safetensors",
    digest: "1688b931f58539b89feea905f7638e033157f5773861a679e8ce08abaa38ac1e",
    pictures: "drawn faces",
  },
  "portraits-64": {
    path: "../../fixtures/models/portraits-64.safetensors",
    digest: "f3642017ba8a2217880d65b81df58ab5362800fbc1b006b9aaaee81fd8657f11",
    pictures: "photographs of faces",
    terms: "for non-commercial research only, as the photographs of CelebA are that trained them",
  },
};

/** The names that {@linkcode loadPretrained} knows. */
export const pretrainedNames: readonly PretrainedName[] = Object.keys(files) as PretrainedName[];

/** What may be done with weights; undefined where the package's own licence holds. */
export function pretrainedTerms(name: PretrainedName): string | undefined {
  return files[name].terms;
}

/** What the pictures are that weights were trained on, in a few words. */
export function pretrainedPictures(name: PretrainedName): string {
  return files[name].pictures;
}

/** Address of a file of weights, beside the package's own modules. */
export function pretrainedAddress(name: PretrainedName): URL {
  return new URL(files[name].path, import.meta.url);
}

/**
 * Loads trained weights that come with the package: from disk, or from where the package was imported.
 * `faces-64` turns drawn men and women into each other at 64x64, and `portraits-64` photographs of them;
 * the latter may be used for non-commercial research only. Their cards, with scores and limits, are in
 * fixtures/models. A program that imports the package from a server, as from JSR, needs
 * --allow-net for that server.
 *
 * @example
 * ```ts
 * import { loadPretrained, selectBackend } from "@im2im/im2im";
 * import { assertEquals } from "@std/assert";
 *
 * await selectBackend("wasm");
 * using model = await loadPretrained("faces-64");
 * assertEquals(model.domains, ["man", "woman"]);
 * ```
 *
 * @param name which weights
 * @returns the model; dispose of it to free its memory
 * @throws RangeError if there are no weights of that name
 * @throws CheckpointError if the file is not the one that this version of the package was made with
 */
export async function loadPretrained(name: PretrainedName): Promise<Model> {
  if (!Object.hasOwn(files, name)) {
    throw new RangeError(`There are no weights "${name}": use ${pretrainedNames.join(", ")}`);
  }
  const address = pretrainedAddress(name);
  return await decodePretrained(name, await readAddress(address), address.href);
}

/**
 * Loads weights that come with the package from memory, where there is no file system.
 *
 * @param name which weights
 * @param bytes their file
 * @param from where the file was found, for errors
 * @returns the model; dispose of it to free its memory
 * @throws CheckpointError if the file is not the one that this version of the package was made with
 */
export async function decodePretrained(
  name: PretrainedName,
  bytes: Uint8Array<ArrayBuffer>,
  from: string = name,
): Promise<Model> {
  if (await sha256(bytes) !== files[name].digest) {
    throw new CheckpointError(`${from}: not the weights of this version of the package`);
  }
  return decodeModel(from, bytes);
}

async function readAddress(address: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (address.protocol === "file:") return await Deno.readFile(address);
  const response = await fetch(address);
  if (!response.ok) {
    throw new CheckpointError(`${address.href}: ${response.status} from the server`);
  }
  return new Uint8Array(await response.arrayBuffer());
}
