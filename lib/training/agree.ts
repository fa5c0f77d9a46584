/**
 * What the ranks of a shared run have to agree on. Where a run is not shared, every function here
 * answers for its one process.
 *
 * @module
 */
import type { Training } from "./training.ts";
import { trainingVariables } from "./checkpoint_variables.ts";
import type { StreamStates } from "./share_training.ts";

/** The networks are not the same on all ranks: what was trained since the last checkpoint is void. */
export class RanksDifferError extends Error {
  /** Creates the error. */
  constructor(message: string) {
    super(message);
    this.name = "RanksDifferError";
  }
}

type Shared = Pick<Training, "ranks">;

/** Whether this process writes what the run leaves: rank 0 does, or the only one. */
export const leads = ({ ranks }: Shared): boolean => !ranks || ranks.rank === 0;

/** Whether something holds on any rank. */
export function anyRank({ ranks }: Shared, holds: boolean): boolean {
  return ranks ? ranks.gather([Number(holds)]).some(([word]) => word !== 0) : holds;
}

/** A number that rank 0 works out while the others wait for it. */
export async function fromLeader(
  { ranks }: Shared,
  work: () => Promise<number>,
): Promise<number> {
  if (!ranks) return await work();
  const value = Float64Array.of(ranks.rank === 0 ? await work() : 0);
  await ranks.meet();
  const [words] = ranks.gather(new Int32Array(value.buffer));
  return new Float64Array(words.buffer)[0];
}

/** A request to stop that all ranks see at the same step, whichever was asked. */
export interface AgreedStop {
  /** Aborted for all ranks at once. */
  readonly signal: AbortSignal;
  /** Asks all ranks; between two calls nothing changes. */
  look(): void;
}

/** Makes one out of this rank's own signal. */
export function agreedStop(shared: Shared, own?: AbortSignal): AgreedStop {
  if (!shared.ranks) return { signal: own ?? new AbortController().signal, look: () => {} };
  const controller = new AbortController();
  const look = () => {
    if (anyRank(shared, own?.aborted ?? false)) controller.abort();
  };
  look();
  return { signal: controller.signal, look };
}

const streamNames = ["batches", "stage1", "stage2"] as const;

/** States of the random streams of the ranks beside rank 0, for the checkpoint. */
export function otherStreams({ ranks, random }: Training): StreamStates[] {
  if (!ranks) return [];
  const own = streamNames.flatMap((name) => random[name].state());
  return ranks.gather(own).slice(1).map((words) =>
    Object.fromEntries(
      streamNames.map((name, i) => [name, [...words.slice(4 * i, 4 * i + 4)]]),
    ) as unknown as StreamStates
  );
}

/**
 * Checks that networks and moments are the same on all ranks, to the bit, by a SHA-256 of them.
 *
 * @throws RanksDifferError on every rank, naming those that differ from rank 0
 */
export async function checkSameNetworks(training: Training): Promise<void> {
  const { ranks } = training;
  if (!ranks) return;
  const digests = ranks.gather(await digestOf(training));
  const others = digests.flatMap((digest, i) => `${digest}` === `${digests[0]}` ? [] : [i]);
  if (!others.length) return;
  throw new RanksDifferError(
    `The networks of rank ${
      others.join(", ")
    } differ from those of rank 0: all ranks need the same ` +
      "version of the program and processors of one kind",
  );
}

async function digestOf(training: Training): Promise<Int32Array> {
  const parts: Uint8Array[] = [];
  for (const variable of Object.values(trainingVariables(training))) {
    const values = await variable.data<"float32">();
    const digest = await crypto.subtle.digest("SHA-256", Float32Array.from(values));
    parts.push(new Uint8Array(digest));
  }
  const whole = new Uint8Array(parts.flatMap((part) => [...part]));
  return new Int32Array(await crypto.subtle.digest("SHA-256", whole));
}
