/**
 * onnxruntime-web, imported by a specifier that is no literal: a literal would bring it into deno.lock,
 * all of which every first start from a clone fetches, and it has 140 MB. The suite runs without a lock.
 *
 * @module
 */

/** What the tests use of the package. */
interface Package {
  readonly env: { readonly wasm: { numThreads: number } };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => Tensor;
  readonly InferenceSession: { create(model: Uint8Array): Promise<Session> };
}

interface Tensor {
  readonly dims: readonly number[];
  readonly data: unknown;
}

interface Session {
  run(inputs: Record<string, Tensor>): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

const specifier = ["npm:onnxruntime-web", "1.30.0"].join("@");

/** The package. */
export const ort: Package = (await import(specifier)).default;

/** A file in the folder of its bundles. */
export function bundledFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return Deno.readFile(new URL(name, import.meta.resolve(specifier)));
}
