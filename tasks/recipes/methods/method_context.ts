/**
 * What all runs of a table of methods share: device, data and judges.
 *
 * @module
 */
import type { SelectedBackend, WantedBackend } from "../../../lib/backend/select_backend.ts";
import type { DataSet } from "../../../lib/data/image_set.ts";
import type { PictureChoice } from "../../../lib/data/picture_choice.ts";
import type { PortraitJudge } from "../../../lib/evaluation/evaluate.ts";
import type { Judges } from "../../../lib/evaluation/judges.ts";
import { choiceText } from "../../shared/choice_options.ts";
import { openRunData } from "../../shared/open_run_data.ts";
import { portraitJudge } from "../../shared/portrait_judge.ts";
import { preparing, UsageError } from "../../shared/usage_error.ts";
import { startBackend } from "../bench_context.ts";
import { budgets } from "../budget.ts";
import { alone } from "../claim.ts";
import { keptJudges } from "../kept_judges.ts";
import type { MethodPlan } from "./method_plan.ts";
import type { MethodRow } from "./method_row.ts";
import { splitHeldOut } from "./split_held_out.ts";

/** Seed of the faces, of the split and of the judges: the same for all runs. */
const SHARED_SEED = 1;
/** Share of the pictures of a folder that is held out. */
const HELD_OUT = 0.1;
/** Images in a batch of the method that has most, which no domain may be too small for. */
const MOST_IN_BATCH = { smoke: 4, real: 64 };

/** Both splits of the data; what is trained on is the same. */
export interface MethodData {
  /** To adjust methods by: `faces`, or the first half of the held-out people. */
  readonly heldOut: DataSet;
  /** What is scored: `faces:test`, or the other half; or the same, where methods are being chosen. */
  readonly test: DataSet;
}

/** What a table is asked for. */
export interface MethodRequest {
  /** The table's folder. */
  readonly folder: string;
  /** As `--data` takes it. */
  readonly spec: string;
  /** Which of its pictures. */
  readonly choice: PictureChoice;
  /** Sizes, budget, seeds. */
  readonly plan: MethodPlan;
  /** What was typed. */
  readonly command: string;
  /** `--packs`, `--portraits` and `--genders` */
  readonly packs?: string;
  readonly portraits?: string;
  readonly genders?: string;
  /** Which held-out people are scored. */
  readonly on: NonNullable<MethodRow["on"]>;
  /** Backend asked for. */
  readonly backend: WantedBackend;
  /** Whether products go to a native BLAS, or its file. */
  readonly blas: boolean | string;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What all runs share. */
export interface MethodContext extends Omit<MethodRequest, "backend">, Disposable {
  /** What it computes on. */
  readonly backend: SelectedBackend;
  readonly data: MethodData;
  /** The same for all methods. */
  readonly judges: Judges;
  /** Where the data are photographs of faces. */
  readonly faces?: PortraitJudge;
}

/** The data of a table in words, as rows note them. */
export const dataText = ({ spec, choice }: Pick<MethodRequest, "spec" | "choice">): string =>
  [spec, choiceText(choice)].filter(Boolean).join(" ");

/**
 * Opens both splits.
 *
 * @throws UsageError if the data cannot be trained on, or have other than two domains
 */
export async function openMethodData(
  { spec, choice, plan: { size, smoke }, packs, on }: MethodRequest,
): Promise<MethodData> {
  if (spec === "faces:test") {
    throw new UsageError("--data faces:test is what --data faces is reported on: say --data faces");
  }
  const open = (spec: string) =>
    openRunData({
      ...{ spec, choice, packs, print: console.log },
      config: {
        ...{ size, heldOut: HELD_OUT, seed: SHARED_SEED },
        batch: smoke ? MOST_IN_BATCH.smoke : MOST_IN_BATCH.real,
      },
      faces: (smoke ? budgets.smoke : budgets.cpu).faces,
    });
  const data = await open(spec), { domains } = data.train;
  if (domains.length !== 2) {
    throw new UsageError(
      `--data ${spec} has the domains ${domains.join(", ")}: methods are compared on two domains`,
    );
  }
  if (spec === "faces") {
    return { heldOut: data, test: on === "test" ? await open("faces:test") : data };
  }
  const { validation, test } = await preparing(() => splitHeldOut(data));
  const counts = (part: DataSet) => part.heldOut.counts.join(" + ");
  console.log(`Held out: ${counts(validation)} to adjust methods by, ${counts(test)} to report`);
  return { heldOut: validation, test: on === "test" ? test : validation };
}

/**
 * Starts the backend, opens the data, trains the judges: once, whichever process comes first.
 *
 * @throws the signal's reason if it is aborted while another process trains them
 */
export async function openMethodContext(request: MethodRequest): Promise<MethodContext> {
  const { folder, plan: { size, smoke }, spec, signal } = request;
  const backend = await startBackend(request.backend, request.blas);
  const data = await openMethodData(request);
  const faces = await portraitJudge(request, data.test, console.log);
  const { classifierSteps, probeSteps } = smoke ? budgets.smoke : budgets.cpu;
  const drawn = spec === "faces" ? { faces: (smoke ? budgets.smoke : budgets.cpu).faces } : {
    data: [dataText(request), data.heldOut.fingerprint].join(", "),
  };
  const name = `methods_${smoke ? "smoke_" : ""}${size}`;
  const judges = await alone(
    folder,
    "judges",
    signal,
    () =>
      keptJudges(
        folder,
        { name, size, classifierSteps, probeSteps, ...drawn },
        data.heldOut,
        SHARED_SEED,
      ),
  );
  return {
    ...{ ...request, backend, data, judges, faces },
    [Symbol.dispose]() {
      judges[Symbol.dispose]();
      faces?.[Symbol.dispose]();
      data.heldOut[Symbol.dispose]();
      if (data.test !== data.heldOut) data.test[Symbol.dispose]();
    },
  };
}
