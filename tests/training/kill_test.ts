import { assert, assertEquals, assertGreater } from "@std/assert";
import { Random } from "../../lib/random.ts";
import { runOutcome } from "./small_run.ts";

/** Kills; 100 take two cores about two minutes: IM2IM_TEST_KILLS=100. */
const KILLS = Number(Deno.env.get("IM2IM_TEST_KILLS") ?? 6);
/** How a run is ended: most often in a way that it cannot notice. */
const SIGNALS = ["SIGKILL", "SIGINT", "SIGKILL", "SIGTERM"] as const;

/** How a process of a run ended. */
interface Ending {
  /** Whether the run is finished. */
  readonly finished: boolean;
  /** Milliseconds from when it was ready to train. */
  readonly milliseconds: number;
}

/**
 * Trains into a folder, from the last checkpoint there, in a process of its own.
 *
 * @param kill the signal and when it is sent, in milliseconds from when the process is ready
 */
async function trainOnce(
  folder: string,
  kill?: { signal: typeof SIGNALS[number]; after: number },
): Promise<Ending> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--allow-read", `--allow-write=${folder}`],
      ...[new URL("small_run.ts", import.meta.url).pathname, "wasm", folder],
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const reader = child.stdout.getReader();
  await reader.read();
  const ready = performance.now();
  const timer = kill && setTimeout(() => {
    try {
      child.kill(kill.signal);
    } catch {
      // It had ended by itself.
    }
  }, kill.after);
  while (!(await reader.read()).done);
  const { success, code, signal } = await child.status;
  clearTimeout(timer);
  const wanted = success || kill && (signal === "SIGKILL" || code === 130);
  assert(wanted, `ended with code ${code}, signal ${signal}:\n${await stderr}`);
  await stderr;
  return { finished: success, milliseconds: performance.now() - ready };
}

Deno.test(`${KILLS} runs ended at random moments go on to the same bytes as the uninterrupted one`, async () => {
  const folder = await Deno.makeTempDir(), random = new Random(1);
  const { milliseconds } = await trainOnce(`${folder}/whole`);
  const whole = await runOutcome(`${folder}/whole`);
  let kills = 0, runs = 0;
  const lane = async () => {
    while (kills < KILLS) {
      const parts = `${folder}/parts-${runs++}`;
      for (let finished = false; !finished;) {
        const signal = SIGNALS[kills % SIGNALS.length], after = random.next() * milliseconds;
        const killing = kills < KILLS ? { signal, after } : undefined;
        finished = (await trainOnce(parts, killing)).finished;
        if (!finished) kills++;
      }
      assertEquals(await runOutcome(parts), whole);
      await Deno.remove(parts, { recursive: true });
    }
  };
  await Promise.all([lane(), lane()]);
  assertGreater(kills, KILLS - 1);
  await Deno.remove(folder, { recursive: true });
});
