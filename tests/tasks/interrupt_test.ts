import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { runTask, startTask, taskWords, writeDomains } from "./task_process.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const small = "--preset tiny --gf 2 --df 2 --ef 2 --z 4 --batch 8 --backend wasm".split(" ");
const names = (path: string) => {
  try {
    return Array.from(Deno.readDirSync(`${folder}/${path}`), ({ name }) => name);
  } catch {
    return [];
  }
};

/** Starts a training, sends it a signal once it is so far, and waits for its end. */
async function interrupted(args: string[], isReached: () => boolean, signal: Deno.Signal) {
  const child = startTask("train", args, folder), output = child.output();
  let ended = false;
  child.status.then(() => ended = true);
  while (!isReached() && !ended) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill(signal);
  const { code, stdout, stderr } = await output;
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const ignore = Deno.build.os === "windows";

Deno.test("Ctrl-C while files are packed: the same command goes on", { ignore }, async () => {
  await writeDomains(`${folder}/many`, { cats: 300, dogs: 300 });
  const args = ["--data", "many", "--out", "many run", "--packs", "many packs", ...small];
  for (const signal of signals) {
    const { code, stderr, stdout } = await interrupted(
      args,
      () => names("many packs").some((name) => name.endsWith(".lock")),
      signal,
    );
    assertEquals(code, 130, stdout + stderr);
    assertMatch(stderr, /^Interrupted while the images were packed: the same command goes on/m);
    assertEquals(names("many packs").map((name) => name.replace(/^.*pack/, "")).toSorted(), [
      ...[".begun", ".begun.jsonl"],
    ]);
  }
  const { code, stdout, stderr } = await runTask("train", [...args, "--dry-run"], folder);
  assertEquals(code, 0, stderr);
  assertStringIncludes(stdout, "cats 270 + 30 held out");
});

Deno.test("Ctrl-C while images are packed leaves nothing", { ignore }, async () => {
  await writeDomains(`${folder}/photos`, { cats: 12, dogs: 12 });
  for (const [i, signal] of signals.entries()) {
    const { code, stderr, stdout } = await interrupted(
      ["--data", "faces", "--out", "run", ...small, "--seed", `${i}`],
      () => names("runs/packs").some((name) => name.endsWith(".tmp")),
      signal,
    );
    assertEquals(code, 130, stdout + stderr);
    assertMatch(stderr, /^Interrupted while the images were packed: nothing is left of it/m);
    assertEquals([names("runs/packs"), names("run")], [[], []]);
  }
});

/** Runs a command in a terminal, and closes that once a file is there. */
const terminal = `
import os, pty, select, sys
file, command = sys.argv[1], sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
while not os.path.exists(file):
    if select.select([terminal], [], [], 0.1)[0]:
        os.read(terminal, 4096)
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

Deno.test("a terminal that is closed saves the run, as Ctrl-C does", {
  ignore: ignore || !await new Deno.Command("python3", { args: ["--version"] }).output()
    .then(({ success }) => success, () => false),
}, async () => {
  const args = ["--data", "photos", "--out", "run", ...small, "--steps1", "100000"];
  const command = [Deno.execPath(), ...taskWords("train", [...args, "--logEvery", "1"])];
  const { stdout } = await new Deno.Command("python3", {
    args: ["-c", terminal, "run/losses.jsonl", ...command],
    cwd: folder,
  }).output();
  assertEquals(new TextDecoder().decode(stdout).trim(), "130");
  assertEquals(names("run").includes("last.safetensors"), true);
});
