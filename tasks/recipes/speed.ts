/**
 * Images a second of each recipe, all in one process and in turns, so that a machine that slows
 * down slows all of them.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { trainStage1, trainStage2 } from "../../lib/training/train.ts";
import { createTraining } from "../../lib/training/training.ts";
import { type ContextRequest, openFaces, startBackend } from "./bench_context.ts";
import type { Budget } from "./budget.ts";
import { chooseGenerator } from "./choose.ts";
import { isWanted, type Plan } from "./plan.ts";
import { encoderConfig, generatorConfig } from "./recipe.ts";
import { encoderRecipes, generatorRecipes, recipes } from "./recipe_list.ts";
import { readTable } from "./row.ts";

/** How often each recipe's turn comes. */
const ROUNDS = 7;

/**
 * The speed of one recipe: training images a second. The fastest round counts: other work on the
 * machine can only slow a round down.
 */
export interface RecipeSpeed {
  readonly recipe: string;
  readonly imagesPerSecond: number;
  /** The median of the rounds; far below, the machine was not idle. */
  readonly median: number;
}

/** A measurement of all recipes. */
export interface Speeds {
  readonly budget: string;
  readonly backend: string;
  readonly device: string;
  /** ISO 8601. */
  readonly date: string;
  readonly recipes: readonly RecipeSpeed[];
}

const speedsPath = (folder: string, budget: string) => `${folder}/speed_${budget}.json`;

/** The measurement kept in a table's folder; undefined if there is none. */
export async function readSpeeds(folder: string, { name }: Budget): Promise<Speeds | undefined> {
  try {
    return JSON.parse(await Deno.readTextFile(speedsPath(folder, name)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Measures every recipe that trains, a warm-up step first, and keeps the result in the folder. */
export async function measureSpeeds(
  { folder, budget, backend: wanted, signal }: ContextRequest,
  { seeds, only }: Plan,
): Promise<void> {
  const rows = await readTable(folder);
  const backend = await startBackend(wanted);
  const data = await openFaces(budget, "heldOut");
  const base = chooseGenerator(rows, budget.name, seeds[0]) ?? "modern";
  const loops = openLoops(budget, data, base).filter(({ recipe }) =>
    isWanted(recipes.find(({ name }) => name === recipe)!, only)
  );
  for (const { events } of loops) await events.next();
  const rates = loops.map((): number[] => []);
  for (let round = 0; round < ROUNDS && !signal.aborted; round++) {
    for (const [i, { events }] of loops.entries()) {
      const start = performance.now();
      for (let step = 0; step < budget.speedSteps; step++) await events.next();
      const seconds = (performance.now() - start) / 1000;
      rates[i].push(budget.speedSteps * budget.batch / seconds);
    }
  }
  if (signal.aborted) return;
  const measured = loops.map(({ recipe }, i): RecipeSpeed => {
    const sorted = rates[i].toSorted((a, b) => a - b);
    const imagesPerSecond = sorted.at(-1)!, median = sorted[sorted.length >> 1];
    console.log(
      `${recipe}: ${imagesPerSecond.toFixed(0)} images/s, median ${median.toFixed(0)}`,
    );
    return { recipe, imagesPerSecond, median };
  });
  const { name, device } = backend, date = new Date().toISOString();
  const speeds: Speeds = { budget: budget.name, backend: name, device, date, recipes: measured };
  await atomicWrite(speedsPath(folder, budget.name), JSON.stringify(speeds, null, 2) + "\n");
}

/** Training loops that stand ready. Stage 2 is timed on an untrained generator: the work is the same. */
function openLoops(budget: Budget, { train: images }: DataSet, baseName: string) {
  const base = generatorRecipes.find(({ name }) => name === baseName)!;
  // The schedule of a small budget would end before the clock does.
  const endless = { steps1: 1_000_000, steps2: 1_000_000 };
  return [
    ...generatorRecipes.map((recipe) => {
      const config = { ...generatorConfig(recipe, budget, 1), ...endless };
      return {
        recipe: recipe.name,
        events: trainStage1(createTraining(config, images.domains), images),
      };
    }),
    ...encoderRecipes.filter(({ refine }) => !refine).map((recipe) => {
      const config = { ...encoderConfig(recipe, base, budget, 1), ...endless };
      const training = createTraining(config, images.domains);
      return { recipe: recipe.name, events: trainStage2(training, images) };
    }),
  ];
}
