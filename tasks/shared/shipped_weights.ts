/**
 * The trained weights that lie in the repository.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { pretrainedAddress, type PretrainedName } from "../../lib/training/pretrained.ts";
import { inRuns } from "./places.ts";

/** Weights to use where the user names no run. */
export interface ShippedWeights {
  /** The file, absolute: a task finds it from any folder. */
  readonly path: string;
  /** Its model card, absolute. */
  readonly card: string;
  /** SPEC of the data that it was trained on. */
  readonly spec: string;
  /** Where an evaluation of it goes, since nothing is written beside the weights. */
  readonly folder: string;
}

/** What options call them. */
export const SHIPPED_NAME: PretrainedName = "faces-64";

const address = pretrainedAddress(SHIPPED_NAME);

/** The weights that `translate`, `evaluate` and `demo` use. */
export const shippedWeights: ShippedWeights = {
  path: fileURLToPath(address),
  card: fileURLToPath(new URL("README.md", address)),
  spec: "faces",
  get folder() {
    return inRuns(SHIPPED_NAME);
  },
};
