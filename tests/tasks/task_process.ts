/**
 * The real tasks as child processes, with the very permissions that deno.json gives them.
 *
 * @module
 */
import { dirname } from "node:path";
import { encodePng } from "../../lib/images/encode_png.ts";
import { Random } from "../../lib/random.ts";

const root = new URL("../../", import.meta.url);

/** The commands of deno.json, by the task's name. */
export const taskCommands: Readonly<Record<string, string>> = await readCommands();

async function readCommands(): Promise<Record<string, string>> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const command = (task: string | { command: string }) =>
    typeof task === "string" ? task : task.command;
  return Object.fromEntries(
    Object.entries<string | { command: string }>(tasks).map(([name, t]) => [name, command(t)]),
  );
}

/** How a task ended. */
export interface TaskResult {
  /** Exit code. */
  readonly code: number;
  /** What it printed. */
  readonly stdout: string;
  /** What it complained of. */
  readonly stderr: string;
}

/** The words after `deno` that `deno task NAME ARGS` would run, from any folder. */
export function taskWords(name: string, args: readonly string[]): string[] {
  const [, run, ...words] = taskCommands[name].split(" ");
  const script = new URL(words.pop()!, root).pathname;
  return [run, "--config", new URL("deno.json", root).pathname, ...words, script, ...args];
}

/**
 * Starts a task as `deno task NAME ARGS` would.
 *
 * @param name the task
 * @param args what the user types after it
 * @param cwd where; packs and the demo's run go below it
 */
export function startTask(name: string, args: readonly string[], cwd: string): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: taskWords(name, args),
    cwd,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a task to its end. */
export async function runTask(
  name: string,
  args: readonly string[],
  cwd: string,
): Promise<TaskResult> {
  const { code, stdout, stderr } = await startTask(name, args, cwd).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  // Mesa's own complaint, where a driver is there and no desktop.
  const own = text(stderr).split("\n").filter((line) => !line.includes("XDG_RUNTIME_DIR"));
  return { code, stdout: text(stdout), stderr: own.join("\n") };
}

/** What a task needs of the repository, without weights and pictures. */
const NEEDED = ["deno.json", "deno.lock", "mod.ts", "lib", "tasks", "fixtures/std"];

/** Copies what tasks need to a folder of its own, whose deno.json they can be started by. */
export async function copyRepository(folder: string): Promise<void> {
  for (const name of NEEDED) await copy(new URL(name, root).pathname, `${folder}/${name}`);
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(dirname(to), { recursive: true });
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await copy(`${from}/${name}`, `${to}/${name}`);
}

/** Writes a folder of pictures of noise for each domain. */
export async function writeDomains(
  folder: string,
  domains: Readonly<Record<string, number>>,
): Promise<void> {
  const random = new Random(1);
  for (const [domain, count] of Object.entries(domains)) {
    await Deno.mkdir(`${folder}/${domain}`, { recursive: true });
    for (let i = 0; i < count; i++) {
      const rgb = Uint8Array.from({ length: 40 * 36 * 3 }, () => random.integer(256));
      const png = encodePng({ width: 40, height: 36, rgb });
      await Deno.writeFile(`${folder}/${domain}/${i}.png`, png);
    }
  }
}
