/**
 * The trained weights that lie in the repository.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
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

const models = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/models/${name}`, import.meta.url));

/** The weights that `translate`, `evaluate` and `demo` use. */
export const shippedWeights: ShippedWeights = {
  path: models("faces-64.safetensors"),
  card: models("README.md"),
  spec: "faces",
  get folder() {
    return inRuns("faces-64");
  },
};
