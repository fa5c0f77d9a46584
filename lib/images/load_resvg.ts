/**
 * The SVG renderer resvg, started once for the whole process.
 *
 * @module
 */
import { initWasm } from "@resvg/resvg-wasm";
import { readAsset } from "../read_asset.ts";

let ready: Promise<void> | undefined;

/** Starts resvg; a second call waits for the first. */
export function loadResvg(): Promise<void> {
  ready ??= readAsset({ package: "@resvg/resvg-wasm@2.6.2", path: "index_bg.wasm" }).then(initWasm);
  return ready;
}
