/**
 * A backend of tfjs that computes nothing: it writes down which kernels run, as nodes of an ONNX
 * graph. So the graph is what the network's own functions do, whatever options they know.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { type GraphValue, OnnxGraph } from "./onnx_graph.ts";

/** The name under which tfjs knows the backend. */
export const TRACE = "onnx";

/** The backend; one trace at a time, since tfjs itself is synchronous. */
export class TraceBackend extends tf.KernelBackend {
  #graph = new OnnxGraph();
  #values = new WeakMap<object, GraphValue>();

  /** Starts a graph. */
  begin(graph: OnnxGraph): void {
    this.#values = new WeakMap();
    this.#graph = graph;
  }

  /** The graph of the trace that is under way. */
  get graph(): OnnxGraph {
    return this.#graph;
  }

  /** What a tensor is in the graph. */
  graphValueOf({ dataId }: tf.TensorInfo): GraphValue {
    const value = this.#values.get(dataId);
    if (!value) throw new Error("A tensor that is no weight was computed before the export began");
    return value;
  }

  /** Says what a tensor that exists already is. */
  name(tensor: tf.Tensor, value: GraphValue): void {
    this.#values.set(tensor.dataId, value);
  }

  /** A tensor for a value; there are no numbers in it. */
  tensorOf(value: GraphValue): tf.TensorInfo {
    const dataId = {};
    this.#values.set(dataId, value);
    return { dataId, shape: [...value.shape], dtype: "float32" };
  }

  /** A constant that a network's function makes, such as a number that it adds. */
  override write(values: tf.BackendValues, shape: number[]): object {
    const numbers = Float32Array.from(values as Float32Array);
    const constant = { name: "constant", values: () => numbers, exact: true };
    return this.tensorOf({ name: "constant", shape, constant }).dataId;
  }

  /** Nothing is kept, so all of it may go. */
  override disposeData(): boolean {
    return true;
  }

  override incRef(): void {}

  override numDataIds(): number {
    return 0;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }
}

/**
 * Runs a function under the backend, and disposes of the tensors that it makes.
 *
 * @param graph where it is written down
 * @param run what to write down; it must not be asynchronous
 * @returns what it returns
 * @throws Error that names a kernel which has no ONNX form
 */
export function traced<T>(graph: OnnxGraph, run: (backend: TraceBackend) => T): T {
  const engine = tf.engine(), before = tf.getBackend();
  if (!engine.registryFactory[TRACE]) tf.registerBackend(TRACE, () => new TraceBackend(), 0);
  // tfjs changes to a backend that is ready before the promise is returned.
  void engine.setBackend(TRACE);
  try {
    const backend = engine.backend as TraceBackend;
    backend.begin(graph);
    let result: T;
    tf.tidy(() => {
      result = run(backend);
    });
    return result!;
  } catch (error) {
    const { message } = error as Error;
    const [, kernel] = /(?:^Kernel '|has no kernel )(\w+)/.exec(message) ?? [];
    if (!kernel) throw error;
    throw new Error(
      `The network uses ${kernel}, which the export to ONNX does not know: leave out the option of ` +
        "the config that brings it in, or add it to lib/export/onnx_kernels.ts",
      { cause: error },
    );
  } finally {
    if (before) void engine.setBackend(before);
  }
}
