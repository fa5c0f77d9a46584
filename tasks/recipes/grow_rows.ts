/**
 * The loop of every table: one missing run after the other, each kept as soon as it is done.
 *
 * @module
 */
import { DeviceLostError } from "../../lib/training/read_losses.ts";
import { duration } from "../shared/progress.ts";
import { isSystemError } from "../shared/system_error.ts";
import { type Claim, pause, tryClaim } from "./claim.ts";

/** What is to be done, as far as the rows of finished runs say. */
export interface OpenRuns<Run, Row> {
  /** The table's folder. */
  readonly folder: string;
  /** The rows that there are. */
  readonly readRows: () => Promise<readonly Row[]>;
  /** Every run that has no row yet and can be started, in order. */
  readonly missing: (rows: readonly Row[]) => readonly Run[];
  /** Those of them that this process may do; all if left out. */
  readonly own?: (runs: readonly Run[]) => readonly Run[];
  /** What a run's claim is named after; no two runs share it. */
  readonly nameOf: (run: Run) => string;
}

/** How runs are done, and where their rows go. */
export interface GrowingTable<Run, Row> extends OpenRuns<Run, Row> {
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** No run is started after so many. */
  readonly minutes: number;
  /** When the minutes began, by performance.now(). */
  readonly started: number;
  /** Whether to wait where other processes do all that is left, whose rows may open further runs. */
  readonly waits: boolean;
  /** A run in words. */
  readonly titleOf: (run: Run) => string;
  /** Does a run; undefined if it was interrupted. */
  readonly doRun: (run: Run, rows: readonly Row[]) => Promise<Row | undefined>;
  /** Keeps a row. */
  readonly append: (row: Row) => Promise<void>;
  /** The row of a run that cannot be done. */
  readonly failedRow: (run: Run, message: string) => Row;
  /** What is said of a finished run. */
  readonly summaryOf: (row: Row) => string;
}

/** A run that this process alone does. */
export interface ClaimedRun<Run, Row> {
  readonly run: Run;
  /** To be released when the run has its row, or is given up. */
  readonly claim: Claim;
  /** The rows there were after it was claimed. */
  readonly rows: readonly Row[];
}

/**
 * Claims the first missing run that nobody has claimed.
 *
 * @returns `none` if every run has its row, `others` if other processes do all that is left
 */
export async function claimRun<Run, Row>(
  { folder, readRows, missing, own = (runs) => runs, nameOf }: OpenRuns<Run, Row>,
): Promise<ClaimedRun<Run, Row> | "none" | "others"> {
  const open = missing(await readRows());
  for (const run of own(open)) {
    const name = nameOf(run), claim = tryClaim(folder, name);
    if (!claim) continue;
    // Its row may have come between the reading and the claim.
    const rows = await readRows();
    if (missing(rows).some((each) => nameOf(each) === name)) return { run, claim, rows };
    claim.release();
  }
  return open.length ? "others" : "none";
}

/**
 * Does every run that has no row yet, and that no other process does. A run that fails leaves a row that
 * says so, so that no other process fails at it too.
 *
 * @throws whatever a run throws
 */
export async function growRows<Run, Row>(table: GrowingTable<Run, Row>): Promise<void> {
  const { signal, minutes, started } = table;
  let waiting = false;
  while (!signal.aborted && performance.now() - started < minutes * 60_000) {
    const next = await claimRun(table);
    if (next === "none" || !table.waits && next === "others") return;
    if (next === "others") {
      // Their rows may open further runs, and a process that ends leaves its run to others.
      if (!waiting) console.log("Waiting: other processes do the runs that are left");
      waiting = true;
      await pause(signal);
      continue;
    }
    waiting = false;
    const { run, claim, rows } = next, begun = performance.now();
    try {
      console.log(table.titleOf(run));
      const row = await table.doRun(run, rows);
      if (!row) return;
      await table.append(row);
      console.log(`  ${table.summaryOf(row)}  (${duration((performance.now() - begun) / 1000)})`);
    } catch (error) {
      await noteFailure(table, run, error);
      throw error;
    } finally {
      claim.release();
    }
  }
}

async function noteFailure<Run, Row>(
  { append, failedRow }: GrowingTable<Run, Row>,
  run: Run,
  error: unknown,
): Promise<void> {
  if (error instanceof DeviceLostError || isSystemError(error)) return;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : `${error}`;
  await append(failedRow(run, message));
  console.error(`Its row says that it failed; remove the row to try again`);
}
