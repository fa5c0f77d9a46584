/**
 * The work of `deno task align`: photographs into aligned faces, one after the other.
 *
 * @module
 */
import { dirname } from "node:path";
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import { type FaceFinder, findPortraits, type Portrait } from "../../lib/faces/mod.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import {
  type AlignedFace,
  type AlignedHow,
  alignedListPath,
  type AlignedPhoto,
  firstLine,
} from "./aligned_list.ts";
import { faceFile, type PhotoFile } from "./photo_files.ts";
import { readPhoto } from "./read_photo.ts";
import { FailedRun } from "./usage_error.ts";

/** What is needed to align photographs. */
export interface AlignRequest extends AlignedHow {
  /** The networks. */
  readonly finder: FaceFinder;
  /** Where the pictures go. */
  readonly out: string;
  /** What is done already, by the photographs' names. */
  readonly done: ReadonlyMap<string, AlignedPhoto>;
  /** Aborted to stop after the photograph in hand. */
  readonly signal?: AbortSignal;
}

/**
 * Aligns photographs and notes each in the list. Photographs that are noted, and have not changed
 * since, are not opened again.
 *
 * @param photos which
 * @param request where to and how
 * @yields what became of each, in their order
 * @throws FailedRun if something cannot be written
 */
export async function* alignPhotos(
  photos: readonly PhotoFile[],
  request: AlignRequest,
): AsyncGenerator<AlignedPhoto> {
  const list = alignedListPath(request.out);
  // Anew, since a line may be unfinished, and a photograph that has changed has two.
  const known = [...request.done.values()].map((photo) => `${JSON.stringify(photo)}\n`);
  await written(list, () => atomicWrite(list, `${firstLine(request)}\n${known.join("")}`));
  for (const photo of photos) {
    if (request.signal?.aborted) return;
    const stamp = stampOf(photo.path), known = request.done.get(photo.name);
    if (known?.stamp === stamp) {
      yield known;
      continue;
    }
    const aligned = { photo: photo.name, stamp, ...await alignPhoto(photo, request, known) };
    const line = `${JSON.stringify(aligned)}\n`;
    await written(list, () => Deno.writeTextFile(list, line, { append: true }));
    yield aligned;
  }
}

/** Finds and writes the faces of one photograph. */
async function alignPhoto(
  { path, stem }: PhotoFile,
  { finder, out, size, keep }: AlignRequest,
  known?: AlignedPhoto,
): Promise<Pick<AlignedPhoto, "faces" | "reason">> {
  const image = await readPhoto(path);
  if (typeof image === "string") return { faces: [], reason: image };
  const portraits = await findPortraits(finder, image, size);
  if (!portraits.length) return { faces: [], reason: "no face" };
  // Those of the photograph as it was before it changed.
  for (const { file } of known?.faces ?? []) {
    if (file) await Deno.remove(`${out}/${file}`).catch(() => {});
  }
  const faces: AlignedFace[] = [];
  for (const [k, portrait] of portraits.entries()) {
    const { face: { square }, flaw } = portrait;
    if (flaw && !keep.includes(flaw)) {
      faces.push({ square, flaw });
      continue;
    }
    const file = faceFile(stem, k, portraits.length), to = `${out}/${file}`;
    if (!await writePortrait(to, portrait, size)) {
      return { faces, reason: `${to} is there already, and is not of this photograph` };
    }
    faces.push({ square, file, ...flaw && { flaw } });
  }
  return { faces };
}

/** Writes a picture; false if there is another of that name. */
async function writePortrait(to: string, { rgb }: Portrait, size: number): Promise<boolean> {
  const png = encodePng({ width: size, height: size, rgb });
  const there = await Deno.readFile(to).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  // The same bytes were written just before the process was killed.
  if (there) return there.length === png.length && there.every((byte, i) => byte === png[i]);
  await written(to, async () => {
    await Deno.mkdir(dirname(to), { recursive: true });
    await atomicWrite(to, png);
  });
  return true;
}

async function written(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    throw new FailedRun(
      `--out: ${path} cannot be written (${
        (error as Error).message
      }); what is done is kept: free ` +
        "space there and start again",
      { cause: error },
    );
  }
}

function stampOf(path: string): string {
  try {
    const { size, mtime } = Deno.statSync(path);
    return `${size} ${mtime?.getTime() ?? 0}`;
  } catch {
    return "missing";
  }
}
