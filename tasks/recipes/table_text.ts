/**
 * The whole table as Markdown.
 *
 * @module
 */
import { chooseGenerator, chooseStepSize } from "./choose.ts";
import { curveTable, objectiveTable, sameSeconds, secondsTable } from "./curve_sections.ts";
import type { Plan } from "./plan.ts";
import type { Recipe } from "./recipe.ts";
import { encoderRecipes, generatorRecipes } from "./recipe_list.ts";
import type { RecipeRow } from "./row.ts";
import { attributeColumns, dataColumns, modelColumns, sampleColumns } from "./score_columns.ts";
import { differenceTable, type RecipeRows, scoreTable, scoreText } from "./score_sections.ts";
import type { Speeds } from "./speed.ts";

/**
 * Writes every section that there are rows for.
 *
 * @param plan budget and seeds
 * @param rows of that budget and those seeds
 * @param speeds of the recipes, where they were measured
 */
export function tableText(plan: Plan, rows: readonly RecipeRow[], speeds?: Speeds): string {
  const { generators, encoders, base, best } = groupRows(plan, rows);
  return [
    `# Recipes under the budget ${plan.budget.name}`,
    about(plan, rows, speeds),
    ...generators.length ? stage1(plan, generators, speeds) : [],
    ...base && encoders.length ? stage2(base, encoders, speeds) : [],
    ...best.z && best.pixel ? objectives(best.z, best.pixel, speeds) : [],
  ].join("\n\n") + "\n";
}

/** Rows by recipe, recipes without any left out; stage 2 only on the generator that was chosen. */
export function groupRows({ budget, seeds }: Plan, rows: readonly RecipeRow[]) {
  const base = chooseGenerator(rows, budget.name, seeds[0]);
  const of = (recipe: Recipe, on?: string): RecipeRows => ({
    recipe,
    rows: rows.filter((row) => row.recipe === recipe.name && row.base === on),
  });
  const some = ({ rows }: RecipeRows) => rows.length > 0;
  const encoders = base ? encoderRecipes.map((recipe) => of(recipe, base)).filter(some) : [];
  const best = (objective: "z" | "pixel") => {
    const name = base && chooseStepSize(rows, base, budget.name, seeds[0], objective);
    return encoders.find(({ recipe }) => recipe.name === name);
  };
  return {
    base,
    best: { z: best("z"), pixel: best("pixel") },
    generators: generatorRecipes.map((recipe) => of(recipe)).filter(some),
    encoders,
  };
}

function about({ budget }: Plan, rows: readonly RecipeRow[], speeds?: Speeds): string {
  const { size, width, z, batch, images, steps2, faces, refine } = budget;
  const test = rows.flatMap((row) => row.test ? [row.test] : []).slice(0, 1);
  // Rows may be older than a score.
  const data = dataColumns.map((column) => [column.title, scoreText(test, column)])
    .filter(([, text]) => text !== "-").map((words) => words.join(" "));
  const devices = [...new Set(rows.map((row) => `${row.backend} on ${row.device}`))];
  return [
    `${size}x${size} faces, gf = df = ef = ${width}, z ${z}, batch ${batch}. Stage 1 sees ` +
    `${images} real images, drawn from ${faces.train} of each domain; stage 2 takes ${steps2} ` +
    `steps. Computed by ${devices.join("; ")}.`,
    `Scores are those of ${faces.heldOut} faces of each domain of \`faces:test\`, which chose ` +
    `nothing (for e-refine, of the first ${refine.count}). Two numbers are man to woman / woman ` +
    "to man, or men / women; ± is the standard deviation over seeds.",
    `The data themselves: ${data.join("; ")}.`,
    ...speeds
      ? [
        `Images/s: real images in stage 1, generated ones in stage 2, ${speeds.backend} on ` +
        `${speeds.device}, the fastest of seven rounds, ${speeds.date.slice(0, 10)}.`,
      ]
      : [],
  ].join("\n\n");
}

function stage1({ budget }: Plan, generators: readonly RecipeRows[], speeds?: Speeds): string[] {
  const columns = [...modelColumns, ...sampleColumns];
  const release = generators.find(({ recipe }) => recipe.name === "release");
  const others = generators.filter((of) => of !== release);
  const seconds = speeds && sameSeconds(generators, speeds);
  return [
    "## Stage 1: the same images",
    "What is compared is stage 1. The stage 2 that scores of translations need is one for all of " +
    "them, and no preset's: the loss on z alone, without real images.",
    scoreTable(generators, columns, speeds),
    ...release && others.length
      ? [
        "### What each changes",
        "The score minus that of `release` at the same seed, mean over directions or domains.",
        differenceTable(release, others, columns),
      ]
      : [],
    ...keptSection(generators),
    "### On the way",
    `Samples after each part of the ${budget.images} images.`,
    curveTable(generators),
    ...speeds && seconds
      ? [
        "### The same seconds",
        `Samples after ${seconds.toFixed(0)} s, what the fastest takes for all of its images.`,
        secondsTable(generators, speeds, seconds),
      ]
      : [],
  ];
}

/** Attribute by attribute, where the rows are not older than these scores. */
function keptSection(recipes: readonly RecipeRows[]): string[] {
  if (!recipes.some(({ rows }) => rows.some(({ test }) => test?.directions[0].kept))) return [];
  return [
    "### What is kept",
    "A probe's hits on translations / its hits on true counterparts, mean of both directions.",
    scoreTable(recipes, attributeColumns),
  ];
}

function stage2(base: string, encoders: readonly RecipeRows[], speeds?: Speeds): string[] {
  return [
    `## Stage 2: on the generator of ${base}`,
    "Its paired score on the held-out faces of `faces` is the best at the first seed, out of the " +
    "recipes with a target accuracy of 0.95 or more there.",
    scoreTable(encoders, modelColumns, speeds),
    ...keptSection(encoders),
  ];
}

function objectives(z: RecipeRows, pixel: RecipeRows, speeds?: Speeds): string[] {
  return [
    "### The objective: z, or pixels as in prior methods",
    `${z.recipe.name} and ${pixel.recipe.name}: of the step sizes tried, the ones with the best ` +
    "paired score on held-out faces at the first seed.",
    objectiveTable(z, pixel, speeds),
  ];
}
