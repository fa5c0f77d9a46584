/**
 * One run of a method, from its start to its row.
 *
 * @module
 */
import { NonFiniteError } from "../../../lib/training/read_losses.ts";
import { exists, lastCheckpoint, prepareRunFolder } from "../../shared/run_folder.ts";
import { shown } from "../show_steps.ts";
import { isReference, type MethodPart, type TrainedMethod } from "./method.ts";
import type { MethodContext } from "./method_context.ts";
import { dataText } from "./method_context.ts";
import { budgetName, findMethodRow, type MethodRun, methodRunName } from "./method_plan.ts";
import { type BuiltOn, costOf, type MethodRow, type TrainedPart } from "./method_row.ts";
import {
  isFinished,
  type MethodTraining,
  resumeMethod,
  runMethod,
  startMethod,
  timeSteps,
} from "./method_training.ts";
import { openMethod } from "./open_method.ts";
import { imagesOfSteps, scheduled, stepsOf } from "./schedule.ts";
import { scoreMethod } from "./score_method.ts";
import { appendStepCosts, findStepCosts } from "./step_costs.ts";

/** Where the runs are kept, in the table's folder. */
export const RUNS = "runs";

/** Share of the seconds of a training that is spent before it on timing its steps, and its limits. */
const TIMING = { share: 0.03, least: 0.2, most: 5 };

/**
 * Trains and scores. A run that was interrupted goes on where it was.
 *
 * @param context device, data, judges
 * @param run what to do
 * @param rows of finished runs, for those that it builds on
 * @returns the row; undefined if it was interrupted. A run that diverges has a row that says so
 */
export async function doMethod(
  context: MethodContext,
  run: MethodRun,
  rows: readonly MethodRow[],
): Promise<MethodRow | undefined> {
  const builtOn = builtOnRow(context, run, rows), { method } = run;
  let parts: TrainedPart[] | undefined = [];
  try {
    if (!isReference(method)) parts = await trainAll(context, { ...run, method }, builtOn);
    if (!parts) return undefined;
    const folders = parts.map(({ folder }) => `${context.folder}/${folder}`);
    using subject = await openMethod(method, folders, context.data.test);
    const scores = await scoreMethod(subject, context);
    return { ...aboutMethod(context, run, builtOn), parts, ...scores };
  } catch (error) {
    if (!(error instanceof NonFiniteError)) throw error;
    return failedMethodRow(context, run, error.message);
  }
}

/** The row of a run without scores. */
export const failedMethodRow = (
  context: MethodContext,
  run: MethodRun,
  failure: string,
): MethodRow => ({ ...aboutMethod(context, run), parts: [], failure });

/** What is in the row of any run that ends now. */
function aboutMethod(context: MethodContext, run: MethodRun, builtOn?: MethodRow) {
  const { plan, backend, command, on: people } = context;
  const on: BuiltOn | undefined = builtOn && { method: builtOn.method, ...costOf(builtOn) };
  return {
    method: run.method.name,
    seed: run.seed,
    data: dataText(context),
    size: plan.size,
    ...people === "validation" && { on: people },
    budget: budgetName(plan),
    ...on && { builtOn: on },
    backend: backend.name,
    device: backend.device,
    date: new Date().toISOString(),
    command,
  };
}

function builtOnRow(
  { plan }: MethodContext,
  { method, seed }: MethodRun,
  rows: readonly MethodRow[],
): MethodRow | undefined {
  if (isReference(method) || !method.needs) return undefined;
  return findMethodRow(rows, plan, method.needs, seed);
}

/** Every training of a run, each with its share of the budget; undefined if it was interrupted. */
async function trainAll(
  context: MethodContext,
  run: MethodRun & { method: TrainedMethod },
  builtOn?: MethodRow,
): Promise<TrainedPart[] | undefined> {
  const { folder, plan } = context, shares = sharesOf(context, run, builtOn);
  const name = `${RUNS}/${methodRunName(run, plan)}`, trained: TrainedPart[] = [];
  for (const share of shares) {
    const inTable = shares.length > 1 ? `${name}_${share.index + 1}` : name;
    const done = await trainPart(context, share, `${folder}/${inTable}`);
    if (!done) return undefined;
    trained.push({ folder: inTable, ...done });
  }
  return trained;
}

/** One of a method's trainings, and its share of the budget. */
interface Share {
  readonly method: string;
  /** Which of them, from 0. */
  readonly index: number;
  readonly part: MethodPart;
  readonly share: number;
}

function sharesOf(
  { folder, plan, data }: MethodContext,
  { method, seed }: MethodRun & { method: TrainedMethod },
  builtOn?: MethodRow,
): Share[] {
  const { size, smoke } = plan;
  const parts = method.parts({
    ...{ size, smoke, seed, domains: data.test.train.domains },
    ...builtOn && { builtOn: lastCheckpoint(`${folder}/${builtOn.parts[0].folder}`) },
  });
  return parts.map((part, index) => ({
    ...{ method: method.name, index, part },
    share: 1 / parts.length,
  }));
}

/**
 * Times the steps of a method's trainings, once more if that has been done.
 *
 * @returns false if it was interrupted
 */
export async function timeMethod(
  context: MethodContext,
  run: MethodRun & { method: TrainedMethod },
  rows: readonly MethodRow[],
): Promise<boolean> {
  for (const share of sharesOf(context, run, builtOnRow(context, run, rows))) {
    if (!await measureSteps(context, share)) return false;
  }
  return true;
}

/** One training; undefined if it was interrupted. */
async function trainPart(
  context: MethodContext,
  share: Share,
  folder: string,
): Promise<Omit<TrainedPart, "folder"> | undefined> {
  const { data: { heldOut, heldOut: { train } }, backend: { deviceLost }, signal } = context;
  const options = { signal, deviceLost };
  const started = await exists(lastCheckpoint(folder))
    ? await resumeMethod(share.part, folder)
    : await startScheduled(context, share);
  if (!started) return undefined;
  using training = started.training;
  await prepareRunFolder(folder, heldOut);
  const steps = stepsOf(started.part), one = steps.length === 1 ? () => "Training" : undefined;
  for await (const _ of shown(runMethod(started, folder, train, options), one));
  if (!isFinished(started)) return undefined;
  const images = imagesOfSteps(started.part);
  const timed = await findStepCosts(context.folder, share.method, share.index);
  return {
    config: started.part.config,
    steps,
    seconds: timed
      ? steps.reduce((sum, count, i) => sum + count * timed[i], 0)
      : training.seconds[1] + training.seconds[2],
    images: steps.reduce((sum, count, i) => sum + count * images[i], 0),
  };
}

/** A new training whose steps fit into its share of the budget; undefined if it was interrupted. */
async function startScheduled(
  context: MethodContext,
  given: Share,
): Promise<MethodTraining | undefined> {
  const { plan: { budget }, data: { heldOut: { train } } } = context, { part, share } = given;
  if ("images" in budget) {
    const costs = imagesOfSteps(part);
    return startMethod(scheduled(part, costs, share * budget.images), train.domains);
  }
  const costs = await findStepCosts(context.folder, given.method, given.index) ??
    await measureSteps(context, given);
  if (!costs) return undefined;
  const fitted = scheduled(part, costs, share * budget.seconds);
  const told = costs.map((cost, i) => `${stepsOf(fitted)[i]} of ${(1000 * cost).toFixed(0)} ms`);
  console.log(`  steps: ${told.join(", then ")}`);
  return startMethod(fitted, train.domains);
}

/** Seconds of a step of each stage, measured now and kept; undefined if it was interrupted. */
async function measureSteps(
  { folder, plan: { budget }, data, signal, backend: { deviceLost } }: MethodContext,
  { method, index, part, share }: Share,
): Promise<readonly number[] | undefined> {
  const seconds = "seconds" in budget ? share * budget.seconds : 0, { least, most } = TIMING;
  const timed = Math.min(most, Math.max(least, TIMING.share * seconds));
  const costs = await timeSteps(part, data.heldOut.train, timed, { signal, deviceLost });
  if (costs) await appendStepCosts(folder, { method, part: index, seconds: costs });
  return costs;
}
