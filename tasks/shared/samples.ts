/**
 * Pictures of the same z over time: how the generator learns.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import { samplePicture } from "../../lib/evaluation/pictures.ts";
import type { RgbImage } from "../../lib/images/crop.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { Random } from "../../lib/random.ts";
import { sampleLatent } from "../../lib/training/latent.ts";
import type { Model } from "../../lib/networks/model.ts";
import { sideBySide } from "./side_by_side.ts";

/** All sample pictures of a run in one: from left to right, how the generator learnt. */
export const SAMPLES_PICTURE = "samples.png";

/** Rows of a sample picture. */
const ROWS = 8;

/**
 * Writes the picture of G(z, c) for the run's fixed z: one z in each row, one domain in each column.
 *
 * @param folder of the run; samples/ is in it
 * @param model the run's
 * @param step names the file
 * @returns the picture, and the bytes of its file
 */
export async function writeSamples(
  folder: string,
  model: Model,
  step: number,
): Promise<RgbImage & { readonly png: Uint8Array }> {
  const z = sampleLatent(model.config, new Random(model.config.seed).fork("samples"), ROWS);
  const picture = await samplePicture(model, z);
  z.dispose();
  const png = encodePng(picture);
  await atomicWrite(samplePath(folder, step), png);
  return { ...picture, png };
}

/**
 * Puts the sample pictures of a run side by side, in the order of their steps.
 *
 * @param folder where the picture goes
 * @param folders whose samples are shown: the run's own, or those of runs that went on from each other
 */
export async function writeTimeline(
  folder: string,
  folders: readonly string[] = [folder],
): Promise<void> {
  const pictures: RgbImage[] = [];
  for (const path of (await Promise.all(folders.map(samplePaths))).flat()) {
    pictures.push(await decodeImage(await Deno.readFile(path)));
  }
  await atomicWrite(`${folder}/${SAMPLES_PICTURE}`, encodePng(sideBySide(pictures)));
}

/** The sample pictures of a run, in the order of their steps. */
async function samplePaths(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(`${folder}/samples`)) {
    if (name.endsWith(".png")) names.push(name);
  }
  return names.sort().map((name) => `${folder}/samples/${name}`);
}

/** Where the picture of a step is; the names sort by step. */
export function samplePath(folder: string, step: number): string {
  return `${folder}/samples/step-${String(step).padStart(7, "0")}.png`;
}
