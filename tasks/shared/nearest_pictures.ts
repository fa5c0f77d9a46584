/**
 * Translations beside the training images nearest to them.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import { readImages } from "../../lib/data/batches.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { joinRows } from "../../lib/evaluation/join_rows.ts";
import { nearestImages, type Neighbour } from "../../lib/evaluation/nearest_images.ts";
import { imageGrid } from "../../lib/images/grid.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import type { Model } from "../../lib/networks/model.ts";
import { domainIndex } from "../../lib/translation/domain_labels.ts";
import { encodeImages } from "../../lib/translation/translate_images.ts";
import { nearestPath } from "./input_pictures.ts";
import { startProgress } from "./progress.ts";
import type { Translation } from "./translate_pictures.ts";
import { FailedRun } from "./usage_error.ts";

/** Held-out images that show how near a picture comes that was not trained on. */
const HELD_OUT = 64;

/**
 * Writes for each translation the picture of its nearest training images, and prints for each domain
 * how near they are, beside how near held-out images of that domain come.
 *
 * @param model what translated
 * @param data what it was trained on
 * @param domains names of the domains, in the order of each translation's images
 * @param translations one or more
 * @param count neighbours to show
 * @throws FailedRun if a picture cannot be written
 */
export async function writeNearest(
  model: Model,
  data: DataSet,
  domains: readonly string[],
  translations: readonly Translation[],
  count: number,
): Promise<void> {
  const lines: string[] = [];
  for (const [k, domain] of domains.entries()) {
    const c = domainIndex(data.train.domains, domain), { heldOut, train } = data;
    const own = joinRows(translations.map(({ images }) => images[k]));
    const reals = readImages(heldOut, c, firstIndices(Math.min(HELD_OUT, heldOut.counts[c])));
    const query = {
      images: joinRows([own, reals]),
      latents: joinRows([
        ...translations.map(({ latent }) => latent!),
        await encodeImages(model, reals),
      ]),
    };
    const bar = startProgress({ label: `Nearest of ${domain}`, total: train.counts[c] });
    const { byPixels, byLatent } = await nearestImages(model, query, train, domain, {
      count,
      onProgress: (done) => bar.update(done),
    }).finally(bar.stop);
    for (const [i, { to, images }] of translations.entries()) {
      const row = (caption: string, found: readonly Neighbour[]) => ({
        caption,
        images: joinRows([images[k], readImages(train, c, found.map(({ index }) => index))]),
      });
      const rows = [row("nearest in pixels", byPixels[i]), row("nearest in z", byLatent[i])];
      await write(nearestPath(to[k]), encodePng(imageGrid(rows, train.size, { scale: 2 })));
    }
    const nearest = (found: readonly Neighbour[][]) =>
      median(found.map(([{ distance }]) => distance));
    lines.push(
      `Nearest training image of ${domain}, median pixel distance: ` +
        `${nearest(byPixels.slice(0, translations.length)).toFixed(3)} from the translations, ` +
        `${nearest(byPixels.slice(translations.length)).toFixed(3)} from held-out images`,
    );
  }
  lines.forEach((line) => console.log(line));
}

const firstIndices = (count: number) => [...Array(count).keys()];

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await atomicWrite(path, bytes);
  } catch (error) {
    throw new FailedRun(
      `--out ${path} cannot be written (${(error as Error).message}); the translations are done: ` +
        "free space there, or name another folder",
      { cause: error },
    );
  }
}
