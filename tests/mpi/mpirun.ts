/**
 * Programs of several ranks, started as a user starts them.
 *
 * @module
 */

/** How a program of several ranks ended. */
export interface Ended {
  /** Exit code of mpirun. */
  readonly code: number;
  /** What the ranks printed. */
  readonly stdout: string;
  /** What they complained of. */
  readonly stderr: string;
}

/** MPICH's own mpirun; where another MPI is installed too, Debian names it so. */
const program = await (async () => {
  for (const name of ["mpirun.mpich", "mpirun"]) {
    const version = await new Deno.Command(name, { args: ["--version"] }).output().catch(() => {});
    if (version && new TextDecoder().decode(version.stdout).includes("HYDRA")) return name;
  }
})();

/** Without MPICH these tests are ignored, unless IM2IM_TEST_MPI=1 demands them, as on CI: then they fail. */
export const withMpi = {
  ignore: !program && Deno.env.get("IM2IM_TEST_MPI") !== "1",
  sanitizeOps: false,
  sanitizeResources: false,
};

/** Starts a module on so many ranks. */
export function startRanks(
  count: number,
  permissions: readonly string[],
  words: readonly string[],
  cwd?: string,
): Deno.ChildProcess {
  if (!program) throw new Error("mpirun was not found: install MPICH (Debian: mpich)");
  const config = new URL("../../deno.json", import.meta.url).pathname;
  return new Deno.Command(program, {
    args: [
      ...["-n", `${count}`, Deno.execPath(), "run", "--no-prompt", "--config", config],
      ...permissions,
      ...words,
    ],
    cwd,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Waits for the end of a program that was started. */
export async function ended(child: Deno.ChildProcess): Promise<Ended> {
  const { code, stdout, stderr } = await child.output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Runs the program beside this file on so many ranks. */
export function runShared(count: number, ...words: string[]): Promise<Ended> {
  const module = new URL("shared_run.ts", import.meta.url).pathname;
  return ended(startRanks(count, ["-A"], [module, ...words]));
}
