/**
 * The network that {@linkcode packagedFeatures} loads, as its package holds it.
 *
 * @module
 */
import type * as tf from "@tensorflow/tfjs";
import { sha256 } from "../data/digest.ts";

/** Graph and weights. */
export interface PackedNetwork {
  /** Graph, and what the weights are. */
  readonly json: tf.io.ModelJSON;
  /** Base64, in the order of the weights. */
  readonly bundles: readonly string[];
}

/** SHA-256 of [json, bundles] as JSON, of mobilenet_v2_mid in nsfwjs 4.3.0. */
const DIGEST = "cd66bc46ea7877cca92afbac5350bd5f78669de1351404bd81f2c5cd62343c69";

/**
 * Makes of it what tfjs reads.
 *
 * @throws Error if graph or weights are not those that were looked at when this was written
 */
export async function networkArtifacts(
  { json, bundles }: PackedNetwork,
): Promise<tf.io.ModelArtifacts> {
  if (await sha256(JSON.stringify([json, bundles])) !== DIGEST) {
    throw new Error(
      "mobilenet_v2_mid of nsfwjs 4.3.0 is not what it was when its SHA-256 was noted, and is not " +
        "used: fetch the package anew with deno cache --reload=npm:nsfwjs",
    );
  }
  const bytes = bundles.map((base64) => Uint8Array.fromBase64(base64));
  const weightData = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of bytes) {
    weightData.set(part, offset);
    offset += part.length;
  }
  return {
    modelTopology: json.modelTopology,
    format: json.format,
    weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
    weightData: weightData.buffer,
  };
}
