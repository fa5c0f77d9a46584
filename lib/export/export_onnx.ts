/**
 * A trained model as an ONNX file.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import type { Model } from "../networks/model.ts";
import { type Network, networkVariables } from "../networks/network.ts";
import { encode, generate, translate } from "../translation/translate.ts";
import { type GraphValue, OnnxGraph } from "./onnx_graph.ts";
import { registerOnnxKernels } from "./onnx_kernels.ts";
import { onnxCodec } from "./onnx_messages.ts";
import { BATCH } from "./onnx_parts.ts";
import { type TraceBackend, traced } from "./trace_backend.ts";

/** The version of ONNX's operators that files name; every runtime since the middle of 2022 has it. */
const OPSET = 17n;
/** The version of the file format that came with it. */
const IR_VERSION = 8n;

/** What a file computes: y = G(E(x), c), z = E(x), or x = G(z, c). */
export type OnnxPart = "translate" | "encoder" | "generator";

/** Settings of {@linkcode exportOnnx}. */
export interface OnnxOptions {
  /** What the file shall compute; `translate` if left out. */
  readonly part?: OnnxPart;
  /** How weights are stored; F16 takes half the room, rounds to the nearest half, computes in F32. */
  readonly dtype?: "F32" | "F16";
  /** More text by key for the file's metadata. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The bytes of an ONNX file: opset 17, any number of images, float32, no code and no link to other
 * files. Images have channels first, [batch, 3, size, size] in [-1, 1], as ONNX's own convolutions
 * and exports of PyTorch have them; everything inside {@linkcode Model} has them last.
 *
 * The graph is what the network's own functions run. Batch norm is not folded into the weights
 * before it; runtimes do so when they load the file. The moving average of G is exported.
 *
 * | part        | inputs                                  | output                       |
 * | ----------- | --------------------------------------- | ---------------------------- |
 * | `translate` | x [batch, 3, size, size], c [batch, K]  | y [batch, 3, size, size]     |
 * | `encoder`   | x [batch, 3, size, size]                | z [batch, config.z]          |
 * | `generator` | z [batch, config.z], c [batch, K]       | x [batch, 3, size, size]     |
 *
 * A row of c is one-hot, or a mixture of domains that sums to 1. The metadata hold `domains` (a JSON
 * list, in the order of c), `size`, `preset`, `config` (JSON) and `part`.
 *
 * Source: https://onnx.ai/onnx/repo-docs/IR.html
 *
 * @example
 * ```ts
 * import { createConfig } from "@im2im/im2im";
 * import { exportOnnx } from "@im2im/im2im/export";
 * import { install } from "@im2im/im2im/kernels";
 * import { createModel } from "@im2im/im2im/networks";
 * import { assertGreater } from "@std/assert";
 *
 * await install("cpu");
 * using model = createModel(createConfig("tiny", { gf: 1, ef: 1, z: 2 }), ["man", "woman"]);
 * const bytes = await exportOnnx(model); // await Deno.writeFile("model.onnx", bytes)
 * assertGreater(bytes.length, 4000);
 * ```
 *
 * @param model a model, trained as far as the part needs it; it stays as it is
 * @param options which part, and how it is stored
 * @returns the whole file
 * @throws Error that names a kernel which a network uses and ONNX export does not know
 * @throws RangeError if a weight is too large for F16
 */
export async function exportOnnx(model: Model, options: OnnxOptions = {}): Promise<Uint8Array> {
  const { part = "translate", dtype = "F32", metadata = {} } = options;
  const { config, domains } = model;
  registerOnnxKernels();
  const graph = new OnnxGraph(dtype === "F16");
  const outputs = traced(graph, (backend) => {
    nameWeights(backend, "encoder", model.encoder);
    nameWeights(backend, "generator", model.average);
    return trace(backend, model, part);
  });
  const props = {
    part,
    domains: JSON.stringify(domains),
    size: String(config.size),
    preset: config.preset,
    config: JSON.stringify(config),
    ...metadata,
  };
  return onnxCodec.encode("ModelProto", {
    irVersion: IR_VERSION,
    producerName: "im2im",
    docString: documentation(model, part),
    opsetImport: [{ domain: "", version: OPSET }],
    graph: await graph.finish(`im2im-${part}`, outputs),
    metadataProps: Object.entries(props).map(([key, value]) => ({ key, value })),
  });
}

/** What weights are called in the file: as in a checkpoint, G's average under `generator`. */
function nameWeights(backend: TraceBackend, prefix: string, network: Network): void {
  for (const [key, variable] of Object.entries(networkVariables(network))) {
    const name = `${prefix}/${key}`;
    backend.name(variable, {
      name,
      shape: variable.shape,
      constant: { name, values: () => variable.data<"float32">() },
    });
  }
}

function trace(
  backend: TraceBackend,
  model: Model,
  part: OnnxPart,
): Record<string, GraphValue> {
  const { size, z: length } = model.config;
  const input = (name: string, shape: number[]) =>
    tf.engine().makeTensorFromTensorInfo(
      backend.tensorOf(backend.graph.input(name, [BATCH, ...shape])),
    );
  const image = () => input("x", [size, size, 3]) as tf.Tensor4D;
  const label = () => input("c", [model.domains.length]) as tf.Tensor2D;
  switch (part) {
    case "translate":
      return { y: backend.graphValueOf(translate(model, image(), label())) };
    case "encoder":
      return { z: backend.graphValueOf(encode(model, image())) };
    case "generator": {
      const z = input("z", [length]) as tf.Tensor2D;
      return { x: backend.graphValueOf(generate(model, z, label())) };
    }
  }
}

function documentation({ config: { size }, domains }: Model, part: OnnxPart): string {
  const image = `float32 [batch, 3, ${size}, ${size}], RGB in [-1, 1]`;
  const label = `c: float32 [batch, ${domains.length}], one-hot in the order ${domains.join(", ")}`;
  switch (part) {
    case "translate":
      return `y = G(E(x), c). x and y: ${image}. ${label}.`;
    case "encoder":
      return `z = E(x). x: ${image}.`;
    case "generator":
      return `x = G(z, c). x: ${image}. ${label}.`;
  }
}
