/**
 * The same held-out pictures by every method.
 *
 * @module
 */
import { readImages } from "../../../lib/data/batches.ts";
import type { DataSet } from "../../../lib/data/image_set.ts";
import { joinRows } from "../../../lib/evaluation/join_rows.ts";
import { encodePng } from "../../../lib/images/encode_png.ts";
import { type GridRow, imageGrid } from "../../../lib/images/grid.ts";
import { translatorOf } from "../../../lib/translation/model_translator.ts";
import { translateToAll } from "../../../lib/translation/translator.ts";
import { exists, lastCheckpoint } from "../../shared/run_folder.ts";
import { isReference } from "./method.ts";
import type { MethodRow } from "./method_row.ts";
import { methodsNamed } from "./method_variant.ts";
import { openMethod } from "./open_method.ts";

/** People of each domain: eight in all. */
const COUNT = 4;

/**
 * Draws sources, true counterparts where there are any, and a row of translations for each method: the
 * first half from the first domain to the second, the others the other way.
 *
 * @param folder of the table
 * @param rows one of each method
 * @param data whose held-out pictures are shown
 * @returns a PNG file, and the methods that are left out, as their models are not in the folder
 */
export async function methodPicture(
  folder: string,
  rows: readonly MethodRow[],
  data: DataSet,
): Promise<{ readonly png: Uint8Array; readonly leftOut: readonly string[] }> {
  const { heldOut, paired } = data, { domains, size } = heldOut, leftOut: string[] = [];
  // Where image i of both domains shows one person, others are shown in the second half.
  const people = domains.map((_, c) =>
    Array.from({ length: COUNT }, (_, i) => (c * COUNT + i) % heldOut.counts[c])
  );
  const imagesOf = (c: number, indices: readonly number[]) => readImages(heldOut, c, indices);
  const sources = people.map((indices, c) => imagesOf(c, indices));
  const grid: GridRow[] = [
    { caption: "source", images: joinRows(sources) },
    ...paired
      ? [{
        caption: "true counterpart",
        images: joinRows(people.map((indices, c) => imagesOf(1 - c, indices))),
      }]
      : [],
  ];
  const scored = rows.filter(({ test }) => test);
  for (const method of methodsNamed(scored.map(({ method }) => method))) {
    const row = scored.find((row) => row.method === method.name)!;
    const folders = row.parts.map((part) => `${folder}/${part.folder}`);
    const there = await Promise.all(folders.map((run) => exists(lastCheckpoint(run))));
    if (!isReference(method) && there.includes(false)) {
      leftOut.push(method.name);
      continue;
    }
    using subject = await openMethod(method, folders, data);
    const translator = translatorOf(subject);
    const found = await Promise.all(
      sources.map((images, c) => translateToAll(translator, images, c, COUNT)),
    );
    const images = found.map((translations, c) => translations[1 - c]!);
    grid.push({ caption: method.name, images: joinRows(images) });
  }
  const png = encodePng(imageGrid(grid, size, { scale: size < 64 ? 2 : 1 }));
  return { png, leftOut };
}
