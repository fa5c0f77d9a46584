/**
 * The table and the pictures of methods, from the rows that there are.
 *
 * @module
 */
import { atomicWrite } from "../../../lib/checkpoint/atomic_write.ts";
import { exists } from "../../shared/run_folder.ts";
import { isReference } from "./method.ts";
import type { MethodData } from "./method_context.ts";
import { methodPicture } from "./method_picture.ts";
import type { MethodRow } from "./method_row.ts";
import { budgetsOf, methodTableText } from "./method_table.ts";
import { methodsNamed } from "./method_variant.ts";
import { keptVerdicts, VERDICTS } from "./verdicts.ts";

const TABLE = "table.md";
const pictureName = (budget: string) => `picture_${budget}.png`;

/**
 * Writes them; a backend must have been started.
 *
 * @param folder of the table
 * @param rows all of them
 * @param data whose held-out pictures are shown
 * @param seed whose translations are shown
 * @param budget whose picture is drawn anew; those of all if left out
 */
export async function writeMethods(
  folder: string,
  rows: readonly MethodRow[],
  data: MethodData,
  seed: number,
  budget?: string,
): Promise<void> {
  if (!rows.length) return console.log(`No rows in ${folder} yet`);
  const written: string[] = [TABLE, VERDICTS];
  for (const each of budget ? [budget] : budgetsOf(rows)) {
    const shown = rows.filter((row) => row.budget === each && row.seed === seed);
    if (!shown.length) continue;
    const { png, leftOut } = await methodPicture(folder, shown, data.test);
    if (leftOut.length) {
      console.log(`Left out of the picture, as their runs are not in ${folder}: ${leftOut}`);
    }
    await atomicWrite(`${folder}/${pictureName(each)}`, png);
    written.push(pictureName(each));
  }
  const drawn = new Set<string>();
  for (const each of budgetsOf(rows)) {
    if (await exists(`${folder}/${pictureName(each)}`)) drawn.add(each);
  }
  const names = methodsNamed(rows.map(({ method }) => method))
    .filter((method) => !isReference(method)).map(({ name }) => name);
  const verdicts = await keptVerdicts(folder, names);
  const pictureOf = (each: string) => drawn.has(each) ? pictureName(each) : undefined;
  await atomicWrite(`${folder}/${TABLE}`, methodTableText(rows, pictureOf, verdicts));
  console.log(`Written to ${folder}: ${written.join(", ")}`);
}
