/**
 * The option `--mpi`: one training shared by the processes that mpirun starts.
 *
 * @module
 */
import type { WantedBackend } from "../../lib/backend/select_backend.ts";
import { type MpiRanks, startRanks } from "../../lib/kernels/mpi/ranks.ts";
import { failureCode, failureText } from "./main.ts";
import { preparing, UsageError } from "./usage_error.ts";

/** Its row in a task's table of options. */
export const mpiOption = {
  value: "[FILE]",
  doc: "share the training: mpirun -n N deno run -A tasks/train.ts --mpi ... (MPICH, or its FILE)",
  bare: true,
} as const;

/** What was asked for beside `--mpi`, as far as it matters. */
export interface SharedRequest {
  /** As `--backend` says. */
  readonly backend?: WantedBackend;
  /** Whether `--dry-run` is given. */
  readonly dryRun: boolean;
}

/**
 * Starts MPI and says who shares the training. From then on only rank 0 prints.
 *
 * @param mpi what `--mpi` was given; undefined without it
 * @throws UsageError if the library is not found, or other options do not go with it
 */
export async function ranksOf(
  mpi: string | undefined,
  { backend = "auto", dryRun }: SharedRequest,
): Promise<MpiRanks | undefined> {
  if (mpi === undefined) return;
  if (backend !== "auto" && backend !== "wasm") {
    throw new UsageError(
      `--mpi works with wasm alone, on whose heap gradients are summed: leave it out, or use ` +
        `--backend wasm, not ${backend}`,
    );
  }
  if (dryRun) throw new UsageError("--dry-run is for one process: leave out --mpi");
  const ranks = await preparing(() => startRanks(mpi || true));
  if (ranks.rank > 0) console.log = () => {};
  console.log(ranksLine(ranks));
  return ranks;
}

function ranksLine({ size, library, onThisMachine }: MpiRanks): string {
  if (size === 1) return `Ranks: this process alone (${library}); start N with mpirun -n N`;
  return `Ranks: ${size}, ${onThisMachine} of them on this machine (${library})`;
}

/**
 * Threads of a rank, where nothing was asked for: those of the machine, shared by the ranks on it.
 *
 * @param ranks undefined where the training is not shared
 * @param processors of the machine
 */
export function threadsOfRank(
  ranks: Pick<MpiRanks, "onThisMachine"> | undefined,
  processors: number,
): number | undefined {
  return ranks && Math.min(8, Math.max(1, Math.floor(processors / ranks.onThisMachine)));
}

/**
 * Prepares the work on rank 0, then on the others: what it packs is there for them.
 *
 * @param ranks undefined where the training is not shared
 */
export async function leaderFirst<T>(
  ranks: MpiRanks | undefined,
  prepare: () => Promise<T>,
): Promise<T> {
  if (!ranks) return await prepare();
  const first = ranks.rank === 0 ? await prepare() : undefined;
  await ranks.meet();
  const own = first ?? await prepare();
  await ranks.meet();
  return own;
}

/** Milliseconds that the other ranks give rank 0 to say what failed on all. */
const RANK_0_FIRST = 1000;

/** Milliseconds that mpirun gets to pass on what was said, before it ends all ranks. */
const PASS_ON = 300;

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Runs the work of one rank. If it fails, all ranks end, as the others would wait for ever.
 *
 * @param ranks undefined where the training is not shared
 * @param work returns an exit code other than 0 if it wants one
 */
export async function asRank(
  ranks: MpiRanks | undefined,
  work: () => Promise<number | void>,
): Promise<number | void> {
  if (!ranks) return await work();
  try {
    const code = await work();
    ranks.finish();
    return code;
  } catch (error) {
    if (ranks.rank > 0) await wait(RANK_0_FIRST);
    console.error((ranks.rank ? `Rank ${ranks.rank}: ` : "") + failureText(error));
    await wait(PASS_ON);
    ranks.abort(failureCode(error));
    throw error;
  }
}
