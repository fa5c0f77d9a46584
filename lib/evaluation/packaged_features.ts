/**
 * Features of a network that comes inside an npm package, weights and all.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { inBatches } from "../networks/in_batches.ts";
import type { FeatureExtractor } from "./feature_extractor.ts";
import { networkArtifacts } from "./packed_network.ts";

/** MIT. It packs networks as modules, so that an import is all that reads them. */
const PACKAGE = "nsfwjs@4.3.0";
/** MobileNet v2, 1.4 times as wide as the original. */
const NETWORK = "mobilenet_v2_mid";
/** The mean over places before the last layer, [B, 1792]. */
const NODE = "feature_vector/SpatialSqueeze";
const WIDTH = 1792;
/** Side of the images it was trained on; the size of its last mean allows no other. */
const SIDE = 224;
/** Images in a batch, at most. */
const BATCH = 10;

/** An exported module that is one value. */
type Loader<T> = () => Promise<{ readonly default: T }>;

interface PackedModule {
  readonly MobileNetV2MidModel: {
    readonly modelJson: Loader<tf.io.ModelJSON>;
    /** Base64, in the order of the weights. */
    readonly weightBundles: readonly Loader<string>[];
  };
}

/**
 * Loads mobilenet_v2_mid of the npm package nsfwjs 4.3.0 (MIT) onto the current backend: a MobileNet
 * v2 that learned to tell indecent photographs and drawings from decent ones. Its 1792 features are
 * those before the last layer. Images are enlarged to 224x224, bilinear with the corners aligned, as
 * the package itself does; from 32x32 or 64x64 that adds no detail. Distances on these features are
 * not FID and not KID, and cannot be held against published numbers.
 *
 * Deno fetches the package (25 MB) into its cache when this is first called. In a project whose
 * lock file names it, Deno fetches it with all other packages. That needs a network, but no
 * permission. Graph and weights are checked against a SHA-256. The package's code is checked where
 * a lock file names it.
 *
 * @example
 * ```ts no-eval
 * import { evaluate, evaluationTable, packagedFeatures } from "@im2im/im2im/evaluation";
 * import type { DataSet, Model } from "@im2im/im2im";
 *
 * async function report(model: Model, data: DataSet) {
 *   using features = await packagedFeatures();
 *   console.log(evaluationTable(await evaluate(model, data, { features })));
 * }
 * ```
 *
 * @returns the extractor; the caller disposes of it
 * @throws Error if the package is neither cached nor reachable, or its network is another one; it
 *   names the remedy
 */
export async function packagedFeatures(): Promise<FeatureExtractor> {
  const { MobileNetV2MidModel: { modelJson, weightBundles } } = await importPackage();
  const { default: json } = await modelJson();
  const bundles = await Promise.all(weightBundles.map(async (load) => (await load()).default));
  const artifacts = await networkArtifacts({ json, bundles });
  const model = await tf.loadGraphModel({ load: () => Promise.resolve(artifacts) });
  const { node } = json.modelTopology as { node: readonly { name: string }[] };
  const output = node.find(({ name }) => name.endsWith(NODE))!.name;
  return {
    name: `${NETWORK} of ${PACKAGE.replace("@", " ")}`,
    width: WIDTH,
    async extract(images, size) {
      const rows = { values: images, shape: [size, size, 3] };
      const batch = Math.min(BATCH, Math.ceil(images.length / (size * size * 3)));
      const [features = new Float32Array()] = await inBatches(rows, batch, (x) => {
        const large = tf.image.resizeBilinear(x as tf.Tensor4D, [SIDE, SIDE], true);
        return [model.execute(large.add(1).div(2), output) as tf.Tensor]; // it takes 0 to 1
      });
      return features;
    },
    [Symbol.dispose]: () => model.dispose(),
  };
}

async function importPackage(): Promise<PackedModule> {
  try {
    // Not a literal, since Deno fetches those before the program starts.
    return await import(`npm:${PACKAGE}/models/${NETWORK}`);
  } catch (error) {
    throw new Error(
      `The npm package ${PACKAGE} is not in Deno's cache and could not be fetched: run ` +
        `"deno cache npm:${PACKAGE}/models/${NETWORK}" once where there is a network`,
      { cause: error },
    );
  }
}
