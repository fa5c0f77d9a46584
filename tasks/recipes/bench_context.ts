/**
 * What all runs of a table share: device, data and judges.
 *
 * @module
 */
import {
  backendLine,
  selectBackend,
  type SelectedBackend,
  type WantedBackend,
} from "../../lib/backend/select_backend.ts";
import { readFirstImages } from "../../lib/data/batches.ts";
import type { DataSet } from "../../lib/data/image_set.ts";
import { distanceToOthers } from "../../lib/evaluation/image_distance.ts";
import { judgeImages } from "../../lib/evaluation/judge_images.ts";
import type { Judges } from "../../lib/evaluation/judges.ts";
import { openRunData } from "../shared/open_run_data.ts";
import { preparing } from "../shared/usage_error.ts";
import type { Budget } from "./budget.ts";
import { alone } from "./claim.ts";
import { keptJudges } from "./kept_judges.ts";
import { generatorConfig } from "./recipe.ts";
import { generatorRecipes } from "./recipe_list.ts";

/** Seed of the faces and of the judges: the same for all runs, whose own seeds are the networks'. */
const SHARED_SEED = 1;
/** Images in a batch where nothing is trained. */
export const SCORING_BATCH = 64;

/** Held-out reals of one domain, judged once. */
export interface JudgedReals {
  /** N * size * size * 3 numbers in [-1, 1]. */
  readonly images: Float32Array;
  /** N * FEATURES numbers. */
  readonly features: Float32Array;
  /** Mean pixel distance of one to others, see {@linkcode distanceToOthers}. */
  readonly distance: number;
}

/** The splits that scores are taken on. */
export type Split = "heldOut" | "test";

/** What all runs share. */
export interface BenchContext {
  /** The table's folder. */
  readonly folder: string;
  readonly budget: Budget;
  readonly backend: SelectedBackend;
  /** `faces` and `faces:test`; their training images are the same. */
  readonly data: Readonly<Record<Split, DataSet>>;
  /** The same for all recipes. */
  readonly judges: Judges;
  /** Held-out reals of each domain of `faces:test`. */
  readonly reals: readonly JudgedReals[];
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What {@linkcode openContext} needs. */
export type ContextRequest = Pick<BenchContext, "folder" | "budget" | "signal"> & {
  readonly backend: WantedBackend;
  /** Whether products of wasm go to a native BLAS, or its file. */
  readonly blas?: boolean | string;
};

/** Starts the backend. */
export async function startBackend(
  wanted: WantedBackend,
  blas: boolean | string = false,
): Promise<SelectedBackend> {
  const backend = await preparing(() => selectBackend(wanted, { blas }));
  console.log(backendLine(backend));
  return backend;
}

/** Opens `faces` or `faces:test` as a budget asks, packed where all runs look for it by default. */
export function openFaces(budget: Budget, split: Split, packDir?: string): Promise<DataSet> {
  return openRunData({
    spec: split === "test" ? "faces:test" : "faces",
    config: generatorConfig(generatorRecipes[0], budget, SHARED_SEED),
    print: console.log,
    faces: budget.faces,
    packDir,
  });
}

/**
 * Starts the backend, opens the data, trains the judges: once, whichever process comes first.
 *
 * @throws the signal's reason if it is aborted while another process trains them
 */
export async function openContext(request: ContextRequest): Promise<BenchContext> {
  const { budget } = request;
  const backend = await startBackend(request.backend, request.blas);
  const data = {
    heldOut: await openFaces(budget, "heldOut"),
    test: await openFaces(budget, "test"),
  };
  const judges = await alone(
    request.folder,
    "judges",
    request.signal,
    () => keptJudges(request.folder, budget, data.heldOut, SHARED_SEED),
  );
  const reals: JudgedReals[] = [];
  const { heldOut } = data.test, width = budget.size ** 2 * 3;
  for (const c of heldOut.domains.keys()) {
    const images = readFirstImages(heldOut, c);
    const { features } = await judgeImages(judges.classifier, images, SCORING_BATCH);
    reals.push({ images, features, distance: distanceToOthers(images, images, width) });
  }
  return { ...request, backend, data, judges, reals };
}
