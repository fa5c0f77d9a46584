/**
 * `deno task recipes --methods`: trains and scores every method of translation on the same data, under the
 * same budget.
 *
 * @module
 */
import { type WantedBackend, wantedBackends } from "../../../lib/backend/select_backend.ts";
import type { Config } from "../../../lib/config.ts";
import { spreadOf } from "../../../lib/evaluation/spread.ts";
import { blasOf, blasOption } from "../../shared/blas_option.ts";
import { choiceOptions, givenChoice } from "../../shared/choice_options.ts";
import { INTERRUPTED, listenForInterrupt } from "../../shared/interrupt.ts";
import { numberOption } from "../../shared/number_option.ts";
import { helpText, type Options, parseOptions } from "../../shared/options.ts";
import { checkOutsideData } from "../../shared/outside_data.ts";
import { packsOption } from "../../shared/packs_option.ts";
import { checkWritable } from "../../shared/run_folder.ts";
import { shellCommand } from "../../shared/shell_command.ts";
import { preparing, UsageError } from "../../shared/usage_error.ts";
import { startBackend } from "../bench_context.ts";
import { anyClaimed, tryClaim } from "../claim.ts";
import { growRows } from "../grow_rows.ts";
import { readMinutes, readSeeds } from "../read_options.ts";
import { doMethod, failedMethodRow, timeMethod } from "./do_method.ts";
import { isReference } from "./method.ts";
import {
  dataText,
  type MethodRequest,
  openMethodContext,
  openMethodData,
} from "./method_context.ts";
import { isWanted, methods } from "./method_list.ts";
import {
  budgetName,
  canStart,
  type MethodPlan,
  type MethodRun,
  methodRunName,
  missingMethodRuns,
  plannedMethods,
} from "./method_plan.ts";
import {
  appendMethodRow,
  checkSameData,
  checkSameMethod,
  type MethodRow,
  methodRowsPath,
  readMethodRows,
} from "./method_row.ts";
import { methodNamed, methodsNamed } from "./method_variant.ts";
import { writeMethods } from "./write_methods.ts";

/** Which held-out people a table may be of. */
const peopleScored = ["test", "validation"] as const;

const options = {
  methods: { doc: "compare methods instead of recipes" },
  out: { value: "DIR", doc: "folder of the rows, the runs, the table and the pictures" },
  data: { value: "SPEC", doc: "two domains: faces (if left out), a folder, or celeba:DIR" },
  ...choiceOptions,
  size: { value: "S", doc: "side of the images; 32 if left out", choices: ["32", "64", "128"] },
  seconds: { value: "S", doc: "seconds of training, the same for each method" },
  images: { value: "N", doc: "or images to train on, the same for each method" },
  timing: {
    doc: "only time the steps of each method, for --seconds; let nothing else run meanwhile",
  },
  smoke: { doc: "the smallest networks and data, to show only that everything runs" },
  seeds: { value: "LIST", doc: "seeds of the networks; 1,2,3 if left out" },
  only: {
    value: "LIST",
    doc: "names of methods; all but the extra ones if left out. NAME:FIELD=VALUE is NAME of the " +
      "two-step kind with that field of its config changed",
  },
  on: {
    value: "PART",
    doc: "held-out people that scores are of: test (if left out), or validation, to choose by",
    choices: peopleScored,
  },
  minutes: { value: "M", doc: "start no further run after M minutes" },
  portraits: {
    value: "N",
    doc: "read the faces of N held-out pictures of each domain; 500 for celeba: data, else 0",
  },
  genders: {
    value: "LIST",
    doc: "for portraits, male, female or none for each domain in turn; by their names if left out",
  },
  packs: packsOption,
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  blas: blasOption,
  list: { doc: "print the methods; run nothing" },
  table: { doc: "write the table and the pictures from the existing rows" },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task recipes --methods --out DIR --seconds S|--images N [OPTION...]",
  "Trains and scores every method of translation on the same data, under the same budget. A finished\n" +
    "run is a line of DIR/rows.jsonl and is not repeated. Ctrl-C saves the run in hand, and the same\n" +
    "command goes on. Several processes may share a folder; each claims the next missing run.",
  { Options: options },
);

type Given = Options<typeof options>;

/**
 * Does what a command line asks for.
 *
 * @param args the words after the task's name
 * @returns an exit code other than 0 if it was interrupted
 * @throws UsageError if the command line cannot be used; FailedRun if a run fails
 */
export async function compareMethods(args: readonly string[]): Promise<number | void> {
  const given = parseOptions(options, args);
  if (given.help) return console.log(help);
  if (given.list) return listMethods();
  if (!given.out) throw new UsageError("--out DIR is required");
  const folder = given.out.replace(/(.)\/+$/, "$1"), spec = given.data ?? "faces";
  await checkWritable(folder, "--out");
  await checkOutsideData("--out", folder, spec);
  const size = Number(given.size ?? 32) as Config["size"], { smoke } = given;
  const only = await readMethodNames(given.only, { size, smoke }), seeds = readSeeds(given.seeds);
  const rows = await Deno.mkdir(folder, { recursive: true }).then(() => readMethodRows(folder));
  const plan: MethodPlan = {
    ...{ size, seeds, only, smoke, paired: spec === "faces" },
    budget: given.table ? { seconds: 0 } : budgetOf(given),
  };
  const minutes = readMinutes(given.minutes),
    interrupt = listenForInterrupt(
      () => console.error("\nStopping; the run in hand is saved, and the same command goes on"),
    );
  const { packs, portraits, genders } = given;
  const request: MethodRequest = {
    ...{ folder, spec, plan, packs, portraits, genders, signal: interrupt.signal },
    choice: givenChoice(given),
    command: shellCommand(["deno", "task", "recipes", ...args]),
    backend: (given.backend ?? "auto") as WantedBackend,
    blas: blasOf(given.blas),
    on: given.on as MethodRow["on"] ?? "test",
  };
  checkSameData(rows, { data: dataText(request), size, on: request.on });
  await preparing(() => methodsNamed(rows.map(({ method }) => method)));
  if (given.table) {
    await startBackend(request.backend);
    return await writeMethods(folder, rows, await openMethodData(request), seeds[0]);
  }
  try {
    if (given.timing) return await timeMethods(request);
    await growMethods(request, minutes);
  } catch (error) {
    if (error !== interrupt.signal.reason) throw error;
  }
  if (interrupt.signal.aborted) return INTERRUPTED;
}

/** How often each method is timed: in turns, as a machine is not always equally fast. */
const ROUNDS = 3;

/** Times each method that can be trained now. */
async function timeMethods(request: MethodRequest): Promise<number | void> {
  const { folder, plan } = request;
  if ("images" in plan.budget) throw new UsageError("--timing is for --seconds S");
  using context = await openMethodContext(request);
  const rows = await readMethodRows(folder), seed = plan.seeds[0];
  const turns = Array.from({ length: ROUNDS }, () => plannedMethods(plan)).flat();
  for (const method of turns) {
    if (isReference(method)) continue;
    if (!canStart(method, seed, plan, rows)) {
      console.log(`${method.name} builds on ${method.needs}, which has no run yet: timed later`);
    } else if (!await timeMethod(context, { method, seed }, rows)) return INTERRUPTED;
    else console.log(`${method.name}: timed`);
  }
}

/** Does every run that has no row, and writes the table. */
async function growMethods(request: MethodRequest, minutes: number): Promise<void> {
  const { folder, plan, signal } = request, started = performance.now();
  using context = await openMethodContext(request);
  const readRows = () => readMethodRows(folder), { domains } = context.data.test.train;
  for (const row of await readRows()) checkRow(row, plan, domains);
  await growRows<MethodRun, MethodRow>({
    ...{ folder, signal, minutes, started, waits: true, readRows },
    missing: (rows) => missingMethodRuns(plan, rows),
    nameOf: (run) => methodRunName(run, plan),
    titleOf: ({ method, seed }) =>
      isReference(method) ? method.name : `${method.name}, seed ${seed}`,
    doRun: (run, rows) => doMethod(context, run, rows),
    append: (row) => appendMethodRow(folder, row),
    failedRow: (run, message) => failedMethodRow(context, run, message),
    summaryOf: summary,
  });
  const rows = await readRows(), left = missingMethodRuns(plan, rows).length;
  console.log(`${rows.length} rows in ${methodRowsPath(folder)}, ${left} to go`);
  if (signal.aborted) return;
  const claim = anyClaimed(folder) ? undefined : tryClaim(folder, "table");
  if (!claim) return console.log("The table is left to a process that is still at work");
  try {
    await writeMethods(folder, rows, context.data, plan.seeds[0], budgetName(plan));
  } finally {
    claim.release();
  }
}

/** Rows of methods that have changed meanwhile cannot stand beside new ones. */
function checkRow(row: MethodRow, plan: MethodPlan, domains: readonly string[]): void {
  const { seed } = row;
  if (row.budget !== budgetName(plan)) return;
  const method = methodNamed(row.method);
  if (isReference(method)) return;
  // Which run it builds on is no part of the comparison.
  checkSameMethod(row, method.parts({ ...plan, seed, domains, builtOn: "any" }));
}

/** The scores that a run is watched by. */
function summary({ test, failure }: MethodRow): string {
  if (!test) return `failed: ${failure}`;
  const { directions } = test;
  const mean = (value: (direction: typeof directions[number]) => number | null) =>
    spreadOf(directions.map(value))?.mean.toFixed(2) ?? "-";
  return `target accuracy ${mean((d) => d.targetAccuracy)}, paired score ${
    mean((d) => d.pairedScore)
  }`;
}

function listMethods(): void {
  const width = Math.max(...methods.map(({ name }) => name.length));
  for (const method of methods) {
    const extra = isWanted(method) ? "" : " (extra)";
    console.log(`${method.name.padEnd(width)}  ${method.doc}${extra}`);
  }
}

function budgetOf({ seconds, images, smoke }: Given): MethodPlan["budget"] {
  if (seconds !== undefined && images !== undefined) {
    throw new UsageError("--seconds and --images are two budgets: give one, then the other");
  }
  const most = { min: 1, max: 1e9, whole: true };
  if (seconds !== undefined) return { seconds: numberOption("seconds", seconds, 0, most) };
  if (images !== undefined) return { images: numberOption("images", images, 0, most) };
  if (smoke) return { images: 16 };
  throw new UsageError("--seconds S or --images N is required: the budget of each method");
}

async function readMethodNames(
  text: string | undefined,
  { size, smoke }: Pick<MethodPlan, "size" | "smoke">,
): Promise<string[] | undefined> {
  if (text === undefined) return undefined;
  const named = await preparing(() => methodsNamed(text.split(","))), domains = ["one", "another"];
  for (const method of named) {
    if (isReference(method)) continue;
    const { name, needs, parts } = method;
    if (needs && !named.some(({ name }) => name === needs)) {
      throw new UsageError(`--only: ${name} builds on the runs of ${needs}: name that as well`);
    }
    // Fields that contradict each other are said before anything is computed.
    if (!needs) await preparing(() => parts({ size, smoke, domains, seed: 1 }));
  }
  return named.map(({ name }) => name);
}
