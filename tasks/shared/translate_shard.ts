/**
 * One part of the translation of a folder, by one process of several; and whether all are done.
 *
 * @module
 */
import { basename, join } from "node:path";
import { tryLockFile } from "../../lib/checkpoint/lock_file.ts";
import { sha256 } from "../../lib/data/digest.ts";
import type { Skipped } from "../../lib/data/image_set.ts";
import type { PictureFiles } from "./input_pictures.ts";
import { exists } from "./run_folder.ts";
import { isOwn, type Shard, shardName } from "./shard.ts";
import {
  checkSameWork,
  readRecords,
  shardFolder,
  type ShardRecord,
  writeRecord,
} from "./shard_record.ts";
import type { TranslateRequest } from "./translate_options.ts";
import { FailedRun, UsageError } from "./usage_error.ts";

/** Names that a message lists. */
const LISTED = 20;

/** What is asked for, the same for every part. */
export interface SharedTranslation extends Pick<TranslateRequest, "strength" | "refine" | "mix"> {
  /** Folder of the output. */
  readonly out: string;
  /** The checkpoint. */
  readonly model: string;
  /** Names of the domains to translate to. */
  readonly domains: readonly string[];
  /** Every picture of the folder, in order. */
  readonly files: readonly PictureFiles[];
}

/** A part that this process does. */
export interface OpenShard extends Disposable {
  /** Its pictures that are not done yet. */
  readonly todo: readonly PictureFiles[];
  /** How many it has in all. */
  readonly pictures: number;
  /** Notes that it is done, and what could not be used. */
  finish(skipped: readonly Skipped[]): Promise<void>;
}

/** What stands for the work: model, options and pictures. */
async function workOf(
  { out, model, domains, strength, refine, mix, files }: SharedTranslation,
): Promise<Pick<ShardRecord, "request" | "listing">> {
  const digest = (value: unknown) => sha256(new TextEncoder().encode(JSON.stringify(value)));
  const weights = await sha256(await Deno.readFile(model));
  const mixed = mix && [await sha256(await Deno.readFile(mix.file)), mix.share];
  return {
    request: await digest([weights, domains, strength, refine ?? null, mixed ?? null]),
    listing: await digest(
      files.map(({ from, to }) => [basename(from), to.map((path) => placeIn(out, path))]),
    ),
  };
}

/** A file of the output as seen from its folder, which may be mounted elsewhere for another part. */
const placeIn = (out: string, path: string) =>
  path.startsWith(join(out, "/")) ? path.slice(join(out, "/").length) : path;

const isDone = async ({ to }: PictureFiles) =>
  (await Promise.all(to.map(exists))).every((there) => there);

/**
 * Opens a part: a picture of it counts as done where its files are there, since a file is whole or not
 * there at all.
 *
 * @throws UsageError if another process does this part, other parts are of another work, or the output
 *   holds pictures that no part has made
 */
export async function openShard(work: SharedTranslation, shard: Shard): Promise<OpenShard> {
  const { out, files } = work, { request, listing } = await workOf(work);
  const own = files.filter((_, i) => isOwn(shard, i)), records = await readRecords(out);
  checkSameWork(out, records, { request, listing, count: shard.count });
  await Deno.mkdir(shardFolder(out), { recursive: true });
  const lock = tryLockFile(`${shardFolder(out)}/${shardName(shard)}.lock`, `process ${Deno.pid}`);
  if (!lock) {
    throw new UsageError(
      `Shard ${shard.index} of ${shard.count} is being done by another process in ${out}: ` +
        "wait for it, or do another shard",
    );
  }
  try {
    const record = { ...shard, request, listing, pictures: own.length, skipped: [] };
    const known = records.find(({ index }) => index === shard.index);
    const todo: PictureFiles[] = [];
    for (const file of own) {
      if (!await isDone(file)) todo.push(file);
    }
    if (!known) {
      const strange = await firstThere(own);
      if (strange) {
        throw new UsageError(
          `--out ${out} holds ${
            basename(strange)
          }, which no shard has made: remove what is there, ` +
            "or name another folder",
        );
      }
      await writeRecord(out, { ...record, finished: false });
    }
    return {
      todo,
      pictures: own.length,
      finish: (skipped) => writeRecord(out, { ...record, skipped, finished: true }),
      [Symbol.dispose]: () => lock[Symbol.dispose](),
    };
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

async function firstThere(files: readonly PictureFiles[]): Promise<string | undefined> {
  for (const path of files.flatMap(({ to }) => to)) {
    if (await exists(path)) return path;
  }
}

/** All parts, seen together. */
export interface Collected {
  /** How many parts there are. */
  readonly count: number;
  /** Pictures that are there. */
  readonly done: number;
  /** Those that could not be used. */
  readonly skipped: readonly Skipped[];
}

/**
 * Looks whether every part is done and every picture is there.
 *
 * @throws UsageError if no part has begun, or they are of another work
 * @throws FailedRun that names the parts and pictures that are missing
 */
export async function collectShards(work: SharedTranslation): Promise<Collected> {
  const { out, files } = work, records = await readRecords(out);
  if (!records.length) {
    throw new UsageError(`--out ${out} holds no shard: translate with --shard I/N first`);
  }
  checkSameWork(out, records, await workOf(work));
  const [{ count }] = records, skipped = records.flatMap((record) => record.skipped);
  const finished = new Set(records.filter((r) => r.finished).map(({ index }) => index));
  const shards = Array.from({ length: count }, (_, i) => i).filter((i) => !finished.has(i));
  const unusable = new Set(skipped.map(({ file }) => basename(file)));
  const pictures: string[] = [], redo = new Set(shards);
  for (const [i, file] of files.entries()) {
    const name = basename(file.from);
    if (unusable.has(name) || await isDone(file)) continue;
    pictures.push(name);
    redo.add(i % count);
  }
  if (redo.size) {
    const some = pictures.slice(0, LISTED).join(", ");
    const more = pictures.length > LISTED ? `, and ${pictures.length - LISTED} more` : "";
    const list = [...redo].sort((a, b) => a - b);
    throw new FailedRun(
      `${pictures.length} of ${files.length} pictures are missing${some && `: ${some}${more}`}. ` +
        `Not finished are the shards ${list.join(", ")} of ${count}: run again --shard ` +
        list.slice(0, LISTED).map((i) => `${i}/${count}`).join(", --shard "),
    );
  }
  return { count, done: files.length - skipped.length, skipped };
}
