import { assert, assertEquals } from "@std/assert";
import { walk } from "./walk.ts";

const root = new URL("../", import.meta.url);
const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root))) as {
  tasks: Record<string, string | { command: string }>;
};

/** The suites, by the paths that `deno test` is given and those it leaves out. */
interface Suite {
  readonly paths: RegExp[];
  readonly ignored: RegExp[];
}

/** A path of a command as `deno test` reads it: `*` is any part of a name; a folder is all in it. */
function pattern(path: string): RegExp {
  const text = path.replaceAll(".", "\\.").replaceAll("*", "[^/]*");
  return new RegExp(`^${text}${/_test\.ts$/.test(path) ? "$" : "(/|$|[^/]*_test\\.ts$)"}`);
}

function suiteOf(command: string): Suite {
  const words = command.split("deno test ")[1].split(" ").map((word) => word.replaceAll("'", ""));
  const ignored = words.filter((word) => word.startsWith("--ignore="))
    .flatMap((word) => word.slice("--ignore=".length).split(","));
  const paths = words.filter((word) => !word.startsWith("-"));
  return { paths: (paths.length ? paths : ["tests"]).map(pattern), ignored: ignored.map(pattern) };
}

const commandOf = (name: string) => {
  const task = tasks[name];
  return typeof task === "string" ? task : task.command;
};

/** All but what puts suites together, and the examples in comments. */
const names = Object.keys(tasks)
  .filter((name) => /^test(:|$)/.test(name) && name !== "test:all" && name !== "test:doc");
const suites = new Map(names.map((name) => [name, suiteOf(commandOf(name))]));

const suitesWith = (file: string) =>
  [...suites].filter(([, { paths, ignored }]) =>
    paths.some((path) => path.test(file)) && !ignored.some((path) => path.test(file))
  ).map(([name]) => name);

const testFiles = (await walk(new URL("tests/", root)))
  .filter((path) => path.endsWith("_test.ts")).map((path) => `tests/${path}`);

Deno.test("every test file is in one suite, and every suite has some", () => {
  assert(testFiles.length > 100);
  const lone = testFiles.filter((file) => suitesWith(file).length !== 1)
    .map((file) => `${file}: ${suitesWith(file)}`);
  assertEquals(lone, []);
  const used = new Set(testFiles.flatMap(suitesWith));
  assertEquals([...used].sort(), [...names].sort());
});

Deno.test("test:all and CI run every suite", async () => {
  const all = commandOf("test:all").split(" && ").map((part) => part.replace("deno task ", ""));
  assertEquals(all, names);
  const ci = (await Deno.readTextFile(new URL(".ci/run", root))).replaceAll("\\\n", "");
  const [, steps] = ci.match(/^for name in (.*); do$/m)!;
  for (const name of names) assert(steps.split(/\s+/).includes(name), `CI leaves out ${name}`);
});

Deno.test("no test changes what files that run beside it share: folder and environment", async () => {
  const shared = /Deno\.(chdir|env\.(set|delete))\(/;
  const faults: string[] = [];
  for (const file of testFiles) {
    if (file === "tests/suites_test.ts") continue;
    if (!suitesWith(file).some((name) => commandOf(name).includes("--parallel"))) continue;
    if (shared.test(await Deno.readTextFile(new URL(file, root)))) faults.push(file);
  }
  assertEquals(faults, [], "deno test --parallel runs files as threads of one process");
});
