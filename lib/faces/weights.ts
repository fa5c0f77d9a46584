/**
 * Weights of small face networks, from the npm package `@vladmandic/face-api` (MIT).
 *
 * Only its weights are used; the forward passes beside this file run on the tfjs of this project,
 * and so on whatever backend and kernels are installed.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import faceApi from "@vladmandic/face-api/package.json" with { type: "json" };
import { readAsset } from "../read_asset.ts";

/** The networks there are weights of. */
export type FaceNetwork = "detector" | "landmarks" | "expression" | "descriptor" | "gender";

/** Weights by name, e.g. `dense0/conv1/bias`. */
export type FaceWeights = Readonly<Record<string, tf.Tensor>>;

interface Manifest {
  readonly default: readonly { readonly paths: readonly string[]; readonly weights: unknown }[];
}

// Literal specifiers, so that Deno knows the package before it runs.
const manifests: Readonly<Record<FaceNetwork, () => Promise<Manifest>>> = {
  detector: () =>
    import("@vladmandic/face-api/model/tiny_face_detector_model-weights_manifest.json", {
      with: { type: "json" },
    }),
  landmarks: () =>
    import("@vladmandic/face-api/model/face_landmark_68_model-weights_manifest.json", {
      with: { type: "json" },
    }),
  expression: () =>
    import("@vladmandic/face-api/model/face_expression_model-weights_manifest.json", {
      with: { type: "json" },
    }),
  gender: () =>
    import("@vladmandic/face-api/model/age_gender_model-weights_manifest.json", {
      with: { type: "json" },
    }),
  descriptor: () =>
    import("@vladmandic/face-api/model/face_recognition_model-weights_manifest.json", {
      with: { type: "json" },
    }),
};

/**
 * Reads the weights of one network from the package, and undoes their 8-bit quantization.
 *
 * @param network which one
 * @returns float32 tensors on the current backend; the caller disposes of them
 * @throws Error if the package is not there
 */
export async function loadFaceWeights(network: FaceNetwork): Promise<FaceWeights> {
  const { default: [{ paths, weights }] } = await manifests[network]();
  // A name without its version would need an import map, which exists only in this repository.
  const { name, version } = faceApi;
  const bytes = await readAsset({ package: `${name}@${version}`, path: `model/${paths[0]}` });
  return tf.io.decodeWeights(bytes.buffer, weights as tf.io.WeightsManifestEntry[]);
}

/** Mean colour, 0-255, that the networks of features and descriptors were trained with. */
const MEAN_RGB = [122.782, 117.001, 104.298];

/**
 * Images as the landmark, expression and descriptor networks take them: (x - mean) / 255.
 *
 * @param x [B, side, side, 3], 0-255
 * @param side what the network needs
 * @returns [B, side, side, 3], float32
 * @throws TypeError if x has another shape
 */
export function normalizeFaces(x: tf.Tensor4D, side: number): tf.Tensor4D {
  const [, height, width, channels] = x.shape;
  if (height !== side || width !== side || channels !== 3) {
    throw new TypeError(`Faces must have shape [B, ${side}, ${side}, 3], got [${x.shape}]`);
  }
  return x.sub(MEAN_RGB).div(255);
}
