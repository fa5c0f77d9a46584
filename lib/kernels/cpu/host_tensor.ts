/**
 * Reading and making tensors of tfjs' cpu backend, whose data are plain typed arrays.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";

/** What every kernel function is called with. */
export interface KernelCall {
  /** The tensors, by name. */
  readonly inputs: Record<string, tf.TensorInfo>;
  /** The kernel's settings, by name. */
  readonly attrs?: Record<string, unknown>;
  /** The backend that runs it. */
  readonly backend: unknown;
}

interface CpuBackend {
  readonly data: { get(id: tf.DataId): { values: Float32Array } };
  makeTensorInfo(shape: number[], dtype: "float32", values: Float32Array): tf.TensorInfo;
}

/** The array that holds a tensor of the cpu backend: writing into it changes the tensor. */
export function valuesOf(tensor: tf.TensorInfo): Float32Array {
  return (tf.backend() as unknown as CpuBackend).data.get(tensor.dataId).values;
}

/** A new float32 tensor of the cpu backend over values, which it keeps without a copy. */
export function hostTensor(shape: readonly number[], values: Float32Array): tf.TensorInfo {
  return (tf.backend() as unknown as CpuBackend).makeTensorInfo([...shape], "float32", values);
}

/** Number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

/** Registers a kernel of the cpu backend, unless it is there already. */
export function registerCpuKernel(
  kernelName: string,
  kernelFunc: (call: KernelCall) => tf.TensorInfo | tf.TensorInfo[],
): void {
  if (tf.getKernel(kernelName, "cpu")) return;
  tf.registerKernel({
    kernelName,
    backendName: "cpu",
    kernelFunc: kernelFunc as unknown as tf.KernelFunc,
  });
}
