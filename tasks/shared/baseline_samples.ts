/**
 * Pictures of the same held-out images over time: how a baseline learns.
 *
 * @module
 */
import type { BaselineTraining } from "../../lib/baselines/baseline_method.ts";
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { translationPicture } from "../../lib/evaluation/pictures.ts";
import type { RgbImage } from "../../lib/images/crop.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { samplePath } from "./samples.ts";

/**
 * Writes the picture of a step: for each direction the source, its reconstruction, its translation
 * and, where it is known, the true counterpart.
 *
 * @param folder of the run; samples/ is in it
 * @param training the run
 * @param data where the held-out images are; they are looked at, not learnt from
 * @param step names the file
 * @returns the picture, and the bytes of its file
 */
export async function writeBaselineSamples(
  folder: string,
  { method, config, domains, networks }: BaselineTraining,
  data: DataSet,
  step: number,
): Promise<RgbImage & { readonly png: Uint8Array }> {
  const translator = method.translator(config, domains, networks);
  const picture = await translationPicture(translator, data);
  const png = encodePng(picture);
  await atomicWrite(samplePath(folder, step), png);
  return { ...picture, png };
}
