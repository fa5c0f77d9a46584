/**
 * The same held-out faces through every recipe.
 *
 * @module
 */
import { readFirstImages } from "../../lib/data/batches.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { joinRows } from "../../lib/evaluation/join_rows.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { type GridRow, imageGrid } from "../../lib/images/grid.ts";
import { loadModel } from "../../lib/training/checkpoint.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { translateImages } from "../../lib/translation/translate_images.ts";
import type { RecipeRow } from "./row.ts";

/** Faces of each direction. */
const COUNT = 6;

/**
 * Draws sources, true counterparts, and one row of translations for each recipe: the first half
 * man to woman, the second woman to man.
 *
 * @param folder of the table
 * @param rows one of each recipe, in order
 * @param data whose held-out faces are shown
 * @returns a PNG file
 */
export async function recipePicture(
  folder: string,
  rows: readonly RecipeRow[],
  { heldOut }: DataSet,
): Promise<Uint8Array> {
  const faces = heldOut.domains.map((_, c) => readFirstImages(heldOut, c, COUNT));
  const grid: GridRow[] = [
    { caption: "source", images: joinRows(faces) },
    { caption: "true counterpart", images: joinRows(faces.toReversed()) },
  ];
  for (const { model: file, recipe, base } of rows) {
    const model = await loadModel(`${folder}/${file}`);
    const [man, woman] = model.domains;
    const images = joinRows([
      await translateImages(model, faces[0], woman, COUNT),
      await translateImages(model, faces[1], man, COUNT),
    ]);
    disposeModel(model);
    grid.push({ caption: base ? `${recipe} on ${base}` : recipe, images });
  }
  return encodePng(imageGrid(grid, heldOut.size, { scale: heldOut.size < 64 ? 2 : 1 }));
}
