/**
 * `deno task recipes`: trains and scores a list of recipes under one compute budget, run by run.
 *
 * @module
 */
import { type WantedBackend, wantedBackends } from "../lib/backend/select_backend.ts";
import { blasOf, blasOption } from "./shared/blas_option.ts";
import { INTERRUPTED, listenForInterrupt } from "./shared/interrupt.ts";
import { runTask } from "./shared/main.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { startBackend } from "./recipes/bench_context.ts";
import { budgets } from "./recipes/budget.ts";
import { anyClaimed, tryClaim } from "./recipes/claim.ts";
import { isWanted } from "./recipes/plan.ts";
import { recipes } from "./recipes/recipe_list.ts";
import { measureSpeeds } from "./recipes/speed.ts";
import { growTable, rescoreTable } from "./recipes/grow_table.ts";
import { writeTable } from "./recipes/write_table.ts";
import { collectRows } from "./recipes/collect_rows.ts";
import { compareMethods } from "./recipes/methods/compare_methods.ts";
import { readMinutes, readSeeds } from "./recipes/read_options.ts";
import { shardOf, shardOption } from "./shared/shard.ts";
import { UsageError } from "./shared/usage_error.ts";

const options = {
  out: { value: "DIR", doc: "folder of the rows, the models, the table and the picture" },
  budget: { value: "NAME", doc: Object.keys(budgets).join(", "), choices: Object.keys(budgets) },
  seeds: { value: "LIST", doc: "seeds; the first one chooses recipes; 1,2,3 if left out" },
  only: { value: "LIST", doc: "names of recipes; all but the extra ones if left out" },
  minutes: { value: "M", doc: "start no further run after M minutes" },
  backend: { value: "NAME", doc: wantedBackends.join(", "), choices: wantedBackends },
  blas: blasOption,
  shard: shardOption,
  collect: { doc: "run nothing; name the runs that are missing, or write the table of all shards" },
  list: { doc: "print the recipes and what they change; run nothing" },
  speed: { doc: "measure images/s of each recipe, in turns; the machine should be idle" },
  rescore: { doc: "score the kept models again with all present scores" },
  table: { doc: "write table.md and picture.png from the existing rows" },
  methods: { doc: "compare methods of translation instead; --methods --help lists its options" },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task recipes --out DIR [OPTION...]",
  "Trains and scores recipes under one compute budget. A finished run is a line of DIR/rows.jsonl\n" +
    "and is not repeated. Stop with Ctrl-C and start anew, and the table grows. Several processes\n" +
    "may share a folder; each claims the next missing run.",
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--methods")) return await compareMethods(Deno.args);
  const given = parseOptions(options, Deno.args);
  if (given.help) return console.log(help);
  const budget = budgets[given.budget ?? "cpu"];
  const plan = { budget, seeds: readSeeds(given.seeds), only: readNames(given.only) };
  if (given.list) {
    const width = Math.max(...recipes.map(({ name }) => name.length));
    for (const recipe of recipes) {
      const { name, stage, doc } = recipe, extra = isWanted(recipe) ? "" : " (extra)";
      console.log(`stage ${stage}  ${name.padEnd(width)}  ${doc}${extra}`);
    }
    return;
  }
  if (!given.out) throw new UsageError("--out DIR is required");
  const folder = given.out.replace(/(.)\/+$/, "$1"),
    backend = (given.backend ?? "auto") as WantedBackend;
  await Deno.mkdir(`${folder}/models`, { recursive: true });
  if (given.collect) console.log(`All ${await collectRows(folder, plan)} runs have their rows`);
  if (given.table || given.collect) {
    await startBackend(backend);
    return await writeTable(folder, plan);
  }
  const minutes = readMinutes(given.minutes);
  const shard = given.speed || given.rescore ? undefined : shardOf(given.shard);
  if (shard) console.log(`Shard ${shard.index} of ${shard.count}`);
  const interrupt = listenForInterrupt(() => console.error("\nStopping; the run in hand is lost"));
  const request = {
    folder,
    budget,
    backend,
    blas: blasOf(given.blas),
    signal: interrupt.signal,
  };
  try {
    if (given.speed) await measureSpeeds(request, plan);
    else if (given.rescore) await rescoreTable(request, plan);
    else await growTable(request, { ...plan, shard }, minutes);
  } catch (error) {
    if (error !== interrupt.signal.reason) throw error;
  }
  if (interrupt.signal.aborted) return INTERRUPTED;
  if (shard) return console.log("The table is written by --collect, once all shards are done");
  const claim = anyClaimed(folder) ? undefined : tryClaim(folder, "table");
  if (!claim) return console.log("The table is left to a process that is still at work");
  await writeTable(folder, plan);
  claim.release();
});

function readNames(text?: string): string[] | undefined {
  const names = text?.split(",");
  const unknown = names?.find((name) => !recipes.some((recipe) => recipe.name === name));
  if (unknown !== undefined) {
    throw new UsageError(`--only: there is no recipe "${unknown}"; --list names them`);
  }
  return names;
}
