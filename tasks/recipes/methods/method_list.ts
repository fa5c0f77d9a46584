/**
 * The methods that are compared.
 *
 * @module
 */
import type { BaselineConfig, BaselineMethod } from "../../../lib/baselines/baseline_method.ts";
import { createBaselineConfig } from "../../../lib/baselines/baseline_config.ts";
import { cyclegan } from "../../../lib/baselines/cyclegan.ts";
import { dtn } from "../../../lib/baselines/dtn.ts";
import type { Config } from "../../../lib/config.ts";
import { createConfig, type PresetName } from "../../../lib/presets.ts";
import type { Method, MethodPart, MethodSetting, TrainedMethod } from "./method.ts";
import { references } from "./references.ts";

/** The smallest networks and batches of the two-step method. */
const smallest: Partial<Config> = { gf: 2, df: 2, ef: 2, z: 4, batch: 4, saveEvery: 50 };

/** The preset for a size with a few fields changed. */
function twoStep(
  { size, seed, smoke }: MethodSetting,
  changes: Partial<Config>,
  preset: PresetName = size === 32 ? "tiny" : "small",
): MethodPart {
  const config = createConfig(preset, { size, ...smoke ? smallest : {}, ...changes, seed });
  return { of: "two-step", config };
}

function baseline<C extends BaselineConfig>(
  method: BaselineMethod<C>,
  { size, seed, smoke }: MethodSetting,
  changes: Partial<C>,
  small: Partial<C>,
): MethodPart {
  const given = { ...changes, ...smoke ? { ...small, saveEvery: 50 } : {}, size, seed };
  const config = createBaselineConfig(method, given as Partial<C>);
  return { of: "baseline", method: method as unknown as BaselineMethod, config };
}

/** A member of the GAN family: the two-step method with another D, all else being the same. */
const family = (
  name: string,
  doc: string,
  changes: Partial<Config>,
  extra?: true,
): TrainedMethod => ({
  name,
  doc,
  ...extra && { extra },
  parts: (setting) => [twoStep(setting, changes)],
});

/** Base filters that a CPU can train, as those of `small` and `portraits`. */
const thin: Partial<Config> = { gf: 32, df: 32, ef: 32 };

/** The two-step method by a preset; the preset's name is the method's. */
const ofPreset = (name: PresetName, doc: string, changes: Partial<Config> = {}): TrainedMethod => ({
  name,
  doc,
  extra: true,
  parts: (setting) => [twoStep(setting, changes, name)],
});

/** Two Domain Transfer Networks, one for each direction. */
const dtnOf = (
  name: string,
  doc: string,
  fOf: (setting: MethodSetting) => string,
  rest: Partial<Pick<TrainedMethod, "needs" | "extra">> = {},
): TrainedMethod => ({
  name,
  doc,
  ...rest,
  parts(setting) {
    const [a, b] = setting.domains, small = { gf: 2, df: 2, batch: 2 };
    return [[a, b], [b, a]].map(([fromDomain, toDomain]) =>
      baseline(dtn, setting, { fromDomain, toDomain, f: fOf(setting) }, small)
    );
  },
});

/** The method that others build on. */
export const TWO_STEP_METHOD = "two-step";

/** Every method: those that are trained, then what they are held against. */
export const methods: readonly Method[] = [
  family(TWO_STEP_METHOD, "preset tiny at 32x32, small at 64x64", {}),
  family("acgan", "the same with the paper's class head", { dHead: "acgan" }, true),
  family("concat", "conditional GAN: D is shown c as further channels", { dHead: "concat" }),
  family("projection", "conditional GAN: D is told c by projection", { dHead: "projection" }),
  family("semi", "semi-supervised GAN with the labels of 1 % of the images", {
    dHead: "semi",
    labelledShare: 0.01,
  }),
  family("infogan", "InfoGAN: the code is discovered, and labelled images vote on it", {
    dHead: "infogan",
    ...{ gNorm: "batch", labelEmbedding: 64, consistencyWeight: 0 },
    ...{ zWeight: 0.1, diffAugment: ["color"] }, // as tasks/README.md recommends
    ...{ batch: 32, emaMomentum: 0.995 }, // those of `small`; in batches of 16 it draws one face
  }),
  family("icgan", "IcGAN: concat, E taught by generated images alone, and E_y", {
    dHead: "concat",
    eDomain: true,
    eRealWeight: 0,
    eInvarianceWeight: 0,
    eErase: false,
  }),
  ofPreset("portraits", "the two-step method by preset portraits: E learns beside G"),
  ofPreset("modern", "the two-step method by preset modern, with 32 base filters", thin),
  ofPreset("release", "the two-step method by preset release, with 32 base filters", thin),
  ofPreset("paper", "the two-step method by preset paper, with 32 base filters", thin),
  {
    name: "cyclegan",
    doc: "CycleGAN of 6 blocks, 32 channels, batches of one image of each domain",
    parts: (setting) => [
      baseline(cyclegan, setting, {}, { gf: 1, df: 1, blocks: 1, pool: 2 }),
    ],
  },
  dtnOf(
    "dtn",
    "Domain Transfer Network, a run for each direction; f is E of the two-step run of that seed",
    ({ builtOn }) => builtOn!,
    { needs: TWO_STEP_METHOD },
  ),
  dtnOf("dtn-random", "the same, f being random convolutions", () => "random"),
  dtnOf("dtn-face", "the same, f being dlib's descriptor of faces", () => "face", { extra: true }),
  ...references,
];

/** Whether a table has a method where nobody names any. */
export const isWanted = ({ extra }: Method): boolean => !extra;
