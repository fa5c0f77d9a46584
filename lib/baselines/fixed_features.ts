/**
 * What a Domain Transfer Network takes for f: a network that describes images and never moves.
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { applyDescriptor, DESCRIPTOR_LENGTH, DESCRIPTOR_SIDE } from "../faces/descriptor.ts";
import { loadFaceWeights } from "../faces/weights.ts";
import { applyEncoder, latentEncoder, planEncoder } from "../networks/encoder.ts";
import { disposeModel } from "../networks/model.ts";
import { type Network, networkOf, networkVariables } from "../networks/network.ts";
import { fillNetwork, type NetworkPlan } from "../networks/network_plan.ts";
import {
  applyRandomFeatures,
  planRandomFeatures,
  RANDOM_FEATURES_LENGTH,
  randomKernels,
} from "../networks/random_convolutions.ts";
import { createConfig } from "../presets.ts";
import { loadModel } from "../training/checkpoint.ts";
import { loadPretrained, type PretrainedName, pretrainedNames } from "../training/pretrained.ts";
import { runFiles } from "../training/run_folder.ts";
import type { DtnConfig } from "./dtn_config.ts";

/** A kind of f. */
export interface FixedFeatures {
  /** Its variables, none of which is trained; undefined where it comes with a package each time. */
  plan?(config: DtnConfig): NetworkPlan;
  /** Makes the network of a new run, and the fields of the config that describe it. */
  start(config: Partial<DtnConfig>): Promise<{ network: Network; changes: Partial<DtnConfig> }>;
  /** f(x): [B, S, S, 3] in [-1, 1] to [B, config.fLength]. */
  apply(config: DtnConfig, network: Network, x: tf.Tensor4D): tf.Tensor2D;
}

/** The kind that a config names. */
export function fixedFeatures({ f }: Pick<DtnConfig, "f">): FixedFeatures {
  return f === "random" ? randomKind : f === "face" ? faceKind : encoderKind;
}

const randomKind: FixedFeatures = {
  plan: planRandomFeatures,
  start: () =>
    Promise.resolve({
      network: fillNetwork(planRandomFeatures(), randomKernels()),
      changes: { fLength: RANDOM_FEATURES_LENGTH },
    }),
  apply: (_, network, x) => applyRandomFeatures(network, x),
};

/**
 * dlib's descriptor of faces, as the package `@vladmandic/face-api` carries it, on images enlarged to
 * 150x150. It is not in the run's file, and read from the package each time.
 */
const faceKind: FixedFeatures = {
  async start() {
    const weights = await loadFaceWeights("descriptor") as Record<string, tf.Tensor>;
    const network = networkOf({}, weights as Record<string, tf.Variable>);
    return { network, changes: { fLength: DESCRIPTOR_LENGTH } };
  },
  apply: (_, { statistics }, x) =>
    tf.tidy(() => {
      const large = tf.image.resizeBilinear(x, [DESCRIPTOR_SIDE, DESCRIPTOR_SIDE]);
      return applyDescriptor(statistics, large.add(1).mul(127.5));
    }),
};

/** E of a run, or of a checkpoint's file, or of weights that ship; the run's file keeps a copy. */
const encoderKind: FixedFeatures = {
  plan: (config) => untrained(planEncoder(encoderConfig(config))),
  async start({ f, size }) {
    const model = await openModel(f!);
    const { config, encoder } = model;
    try {
      if (config.size !== size) {
        throw new RangeError(
          `f of ${f} is for images of ${config.size}x${config.size}, and this run has ${size}x` +
            `${size}: train with size ${config.size}, or name another f`,
        );
      }
      const { ef: fFilters, dKernel: fKernel, eNorm: fNorm, z: fLength } = config;
      const variables = networkVariables(latentEncoder(encoder));
      const values = await Promise.all(
        Object.entries(variables).map(async ([name, v]) =>
          [name, await v.data<"float32">()] as const
        ),
      );
      const byName = new Map(values);
      const plan = untrained(planEncoder({ ...config, eDomain: false }));
      const network = fillNetwork(plan, (name) => byName.get(name)!);
      return { network, changes: { fFilters, fKernel, fNorm, fLength } };
    } finally {
      disposeModel(model);
    }
  },
  apply: (config, { statistics }, x) =>
    applyEncoder(encoderConfig(config), networkOf(statistics, statistics), x),
};

/** What of E's config decides its shape. */
function encoderConfig({ size, fFilters, fKernel, fNorm, fLength }: DtnConfig) {
  const shape = { ef: fFilters, dKernel: fKernel as 4, eNorm: fNorm, z: fLength, eDomain: false };
  return { ...createConfig("small", { size }), ...shape };
}

const untrained = (plan: NetworkPlan): NetworkPlan =>
  Object.fromEntries(
    Object.entries(plan).map(([name, variable]) => [name, { ...variable, trained: false }]),
  );

async function openModel(name: string) {
  if ((pretrainedNames as readonly string[]).includes(name)) {
    return await loadPretrained(name as PretrainedName);
  }
  const isFolder = await Deno.stat(name).then((info) => info.isDirectory, () => false);
  return await loadModel(isFolder ? `${name}/${runFiles.last}` : name);
}
