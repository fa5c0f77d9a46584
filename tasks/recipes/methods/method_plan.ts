/**
 * What a table of methods shall hold, and which run comes next.
 *
 * @module
 */
import type { Config } from "../../../lib/config.ts";
import { isReference, type Method, type TrainedMethod } from "./method.ts";
import type { MethodRow } from "./method_row.ts";
import { methodsNamed } from "./method_variant.ts";

/** What every method is given alike: seconds of training, or images to train on. */
export type MethodBudget = { readonly seconds: number } | { readonly images: number };

/** What a table shall hold. */
export interface MethodPlan {
  /** Side of the images, pixels. */
  readonly size: Config["size"];
  /** The same for all methods. */
  readonly budget: MethodBudget;
  /** Seeds of the networks, the one that pictures are drawn of first. */
  readonly seeds: readonly number[];
  /** Names of methods and variants; all methods but the extra ones if left out. */
  readonly only?: readonly string[];
  /** Whether everything is as small as can be, to show only that it runs. */
  readonly smoke: boolean;
  /** Whether the data have true counterparts. */
  readonly paired: boolean;
}

/** A run that is to be done. */
export interface MethodRun {
  readonly method: Method;
  readonly seed: number;
}

/** The name of a budget in rows, folders and the table. */
export function budgetName({ budget, smoke }: Pick<MethodPlan, "budget" | "smoke">): string {
  const name = "seconds" in budget ? `${budget.seconds}s` : `${budget.images}images`;
  return smoke ? `smoke-${name}` : name;
}

/** What a run's folder and its claim are named after; no two runs of a table share it. */
export function methodRunName({ method, seed }: MethodRun, plan: MethodPlan): string {
  return `${method.name.replace(/[^\w.-]/g, "_")}_${budgetName(plan)}_seed${seed}`;
}

/** The row of a run under a plan's budget, if it is finished. */
export function findMethodRow(
  rows: readonly MethodRow[],
  plan: Pick<MethodPlan, "budget" | "smoke">,
  name: string,
  seed: number,
): MethodRow | undefined {
  const budget = budgetName(plan);
  return rows.find((row) => row.method === name && row.seed === seed && row.budget === budget);
}

/** The methods of a plan, in order; of the data's kind. */
export const plannedMethods = ({ only, paired }: MethodPlan): Method[] =>
  methodsNamed(only).filter((method) => !(isReference(method) && method.needsPairs && !paired));

/** Whether what a method builds on, if it does, has a run of that seed with scores. */
export const canStart = (
  { needs }: TrainedMethod,
  seed: number,
  plan: MethodPlan,
  rows: readonly MethodRow[],
): boolean => !needs || findMethodRow(rows, plan, needs, seed)?.test !== undefined;

/**
 * Every run of a plan that has no row yet and can be started, seed by seed. What needs no training is
 * done for the first seed alone, and what builds on another method's run waits for that to have scores.
 */
export function missingMethodRuns(plan: MethodPlan, rows: readonly MethodRow[]): MethodRun[] {
  return plan.seeds.flatMap((seed, i) =>
    plannedMethods(plan)
      .filter((method) => isReference(method) ? i === 0 : canStart(method, seed, plan, rows))
      .map((method) => ({ method, seed }))
  ).filter(({ method, seed }) => !findMethodRow(rows, plan, method.name, seed));
}
