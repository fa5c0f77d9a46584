/**
 * The table and the picture, from the rows that there are.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import { exists } from "../shared/run_folder.ts";
import { openFaces } from "./bench_context.ts";
import type { Plan } from "./plan.ts";
import { recipePicture } from "./recipe_picture.ts";
import { readTable } from "./row.ts";
import { readSpeeds } from "./speed.ts";
import { groupRows, tableText } from "./table_text.ts";

/** What is left in the table's folder. */
const files = { table: "table.md", picture: "picture.png" } as const;

/**
 * Writes both files; a backend must have been started.
 *
 * @param folder of the table
 * @param plan its budget and seeds
 */
export async function writeTable(folder: string, plan: Plan): Promise<void> {
  const { budget, seeds } = plan;
  const rows = (await readTable(folder))
    .filter((row) => row.budget === budget.name && seeds.includes(row.seed));
  if (!rows.length) return console.log(`No rows of the budget ${budget.name} in ${folder} yet`);
  const text = tableText(plan, rows, await readSpeeds(folder, budget));
  await atomicWrite(`${folder}/${files.table}`, text);

  const { generators, encoders } = groupRows(plan, rows);
  // Refined latents have no model of their own.
  const kept = [...generators, ...encoders].flatMap(({ recipe, rows }) =>
    recipe.stage === 2 && recipe.refine
      ? []
      : rows.filter(({ model, seed }) => model && seed === seeds[0])
  );
  const there = await Promise.all(kept.map(({ model }) => exists(`${folder}/${model}`)));
  const shown = kept.filter((_, i) => there[i]);
  if (shown.length < kept.length) {
    console.log(
      `Left out of the picture, as their models are not in ${folder}: ${
        kept.length - shown.length
      }`,
    );
  }
  const data = await openFaces(budget, "heldOut");
  await atomicWrite(`${folder}/${files.picture}`, await recipePicture(folder, shown, data));
  console.log(`Written to ${folder}: ${Object.values(files).join(", ")}`);
}
