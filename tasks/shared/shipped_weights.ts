/**
 * The trained weights that lie in the repository.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import {
  pretrainedAddress,
  type PretrainedName,
  pretrainedNames,
  pretrainedTerms,
} from "../../lib/training/pretrained.ts";
import { inRuns } from "./places.ts";

/** Weights that a task can be told to use by their name. */
export interface ShippedWeights {
  /** What options call them. */
  readonly name: PretrainedName;
  /** The file, absolute: a task finds it from any folder. */
  readonly path: string;
  /** Its model card, absolute. */
  readonly card: string;
  /** SPEC of the data that it was trained on; undefined where those do not come with the package. */
  readonly spec?: string;
  /** What it was trained on, in words. */
  readonly data: string;
  /** What may be done with it, where the package's licence does not say so. */
  readonly terms?: string;
  /** Where an evaluation of it goes, since nothing is written beside the weights. */
  readonly folder: string;
}

/** The cards and the data of each. */
const known: Readonly<Record<PretrainedName, Pick<ShippedWeights, "card" | "spec" | "data">>> = {
  "faces-64": { card: "README.md", spec: "faces", data: "faces" },
  "portraits-64": { card: "portraits-64.md", data: "photographs of CelebA" },
};

/** The weights of a name, or undefined if no weights are called so. */
export function findShippedWeights(name: string): ShippedWeights | undefined {
  if (!pretrainedNames.includes(name as PretrainedName)) return undefined;
  const named = name as PretrainedName, address = pretrainedAddress(named), about = known[named];
  return {
    ...about,
    name: named,
    path: fileURLToPath(address),
    card: fileURLToPath(new URL(about.card, address)),
    terms: pretrainedTerms(named),
    get folder() {
      return inRuns(named);
    },
  };
}

/** The weights that `translate`, `evaluate` and `demo` use where no model is named. */
export const shippedWeights: ShippedWeights = findShippedWeights("faces-64")!;
