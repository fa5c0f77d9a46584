/**
 * The event file of a run, for TensorBoard.
 *
 * @module
 */
import { eventFile, type EventLog, openEventLog } from "../../lib/export/event_log.ts";
import { exists } from "./run_folder.ts";

/**
 * The event file of a run, where one is asked for, or is there and the run goes on. Another run's is
 * removed.
 *
 * @param run its folder, and how far it is
 * @param given `--log` and `--resume`
 */
export async function openEvents(
  { folder, training }: {
    readonly folder: string;
    readonly training: { readonly step1: number; readonly step2: number };
  },
  { log, resume }: { readonly log?: string; readonly resume: boolean },
): Promise<EventLog | undefined> {
  const path = `${folder}/${eventFile}`, there = await exists(path);
  if (log || (resume && there)) return await openEventLog(path, training);
  if (there) await Deno.remove(path);
}
