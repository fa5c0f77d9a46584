/**
 * The engine's calls about its backend and about weights.
 *
 * @module
 */
import { backendLine, selectBackend } from "../../backend/select_backend.ts";
import { disposeModel, type Model } from "../../networks/model.ts";
import { countParameters } from "../../networks/network.ts";
import { decodeModel } from "../../training/decode_checkpoint.ts";
import { decodePretrained } from "../../training/pretrained.ts";
import type { EngineState } from "./engine_state.ts";
import type { Answer, Argument, ModelInfo, WeightsFile } from "./messages.ts";

/** Starts a backend. */
export async function start(
  state: EngineState,
  { backend, threads }: Argument<"start">,
): Promise<Answer<"start">> {
  const isolated = typeof SharedArrayBuffer !== "undefined";
  const selected = await selectBackend(backend, { threads: isolated ? threads : 1 });
  state.deviceLost = selected.deviceLost;
  selected.deviceLost?.then((reason) => state.tell({ kind: "deviceLost", reason }));
  return { name: selected.name, line: backendLine(selected), threads: isolated };
}

/** Opens weights in place of those that were open. */
export async function openModel(
  state: EngineState,
  { name, bytes, shipped }: WeightsFile,
): Promise<Answer<"openModel">> {
  const model = shipped ? await decodePretrained(shipped, bytes) : decodeModel(name, bytes);
  if (state.opened) disposeModel(state.opened.model);
  state.opened = { model, file: { name, shipped } };
  return modelInfo(name, model);
}

/** What is known of a model. */
export function modelInfo(name: string, model: Model): ModelInfo {
  const { domains, config, average, discriminator, encoder } = model;
  const networks = [average, discriminator, encoder];
  const parameters = networks.reduce((sum, network) => sum + countParameters(network), 0);
  return { portraits: name.startsWith("portraits"), name, domains, config, parameters };
}
