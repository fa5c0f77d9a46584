/**
 * What an engine holds between calls.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import type { DataSet } from "../../data/image_set.ts";
import type { FaceFinder } from "../../faces/face_finder.ts";
import type { Model } from "../../networks/model.ts";
import { unlessDeviceLost } from "../../training/read_losses.ts";
import type { Training } from "../../training/training.ts";
import type { PrincipalDirections } from "../../translation/principal_directions.ts";
import type { RgbImage } from "../../images/crop.ts";
import type { ModelChoice, Notice, Slot, WeightsFile } from "./messages.ts";

/** What an engine holds between calls. */
export interface EngineState {
  /** The model that was opened last, and its file without the bytes. */
  opened?: { readonly model: Model; readonly file: Omit<WeightsFile, "bytes"> };
  /** The run in progress. */
  run?: { readonly training: Training; readonly data?: DataSet };
  /** Set while the run is trained; settles once the loop has ended. */
  loop?: { readonly stop: AbortController; readonly ended: Promise<void> };
  /** Pictures by their slots, as they were decoded. */
  readonly pictures: Map<Slot, RgbImage>;
  /** The networks that find faces, once they were asked for. */
  faces?: Promise<FaceFinder>;
  /** Directions of z by the model that they are of. */
  readonly directions: WeakMap<Model, PrincipalDirections>;
  /** Resolves with the reason if the device is lost. */
  deviceLost?: Promise<string>;
  /** Tells the page. */
  readonly tell: (notice: Notice) => void;
}

/**
 * The model that a call means.
 *
 * @throws Error if there is none yet
 */
export function modelOf({ opened, run }: EngineState, choice: ModelChoice): Model {
  const model = choice === "run" ? run?.training.model : opened?.model;
  if (model) return model;
  throw new Error(
    choice === "run" ? "No run has begun: begin one first" : "No model is open: open one first",
  );
}

/** Reads a tensor's numbers; it throws DeviceLostError where the device is lost before. */
export function reader({ deviceLost }: EngineState): (tensor: tf.Tensor) => Promise<Float32Array> {
  return (tensor) => unlessDeviceLost(tensor.data<"float32">(), deviceLost);
}
