/**
 * Models and logs for programs that are not this one: ONNX files, and event files of TensorBoard.
 *
 * @example
 * ```ts
 * import { loadPretrained, selectBackend } from "@im2im/im2im";
 * import { exportOnnx } from "@im2im/im2im/export";
 * import { assertGreater } from "@std/assert";
 *
 * await selectBackend("wasm");
 * using model = await loadPretrained("faces-64");
 * const bytes = await exportOnnx(model, { dtype: "F16" }); // y = G(E(x), c)
 * assertGreater(bytes.length, 3e6);
 * ```
 *
 * @module
 */
export { exportOnnx, type OnnxOptions, type OnnxPart } from "./export_onnx.ts";
export { eventFile, type EventLog, type LoggedPicture, openEventLog } from "./event_log.ts";
