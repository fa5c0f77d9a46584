import { assert, assertEquals, assertRejects } from "@std/assert";
import { evaluate, type FeatureExtractor } from "../../lib/evaluation/evaluate.ts";
import { kernelDistance } from "../../lib/evaluation/kernel_distance.ts";
import { unitOfByte } from "../../lib/images/unit_range.ts";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { brightDark, levelOf } from "./bright_dark.ts";
import { tinyModel } from "./tiny_model.ts";

await install("wasm");
const options = { seed: 3, count: 7, batch: 4, classifierSteps: 2 };

/** An image's first number, and 1; keeps the features that it gave. */
function firstNumber() {
  const sets: Float32Array[] = [];
  const extractor: FeatureExtractor = {
    name: "first number",
    width: 2,
    extract(images, size) {
      const width = size * size * 3;
      sets.push(
        Float32Array.from(
          { length: 2 * images.length / width },
          (_, i) => i % 2 ? 1 : images[i / 2 * width],
        ),
      );
      return Promise.resolve(sets.at(-1)!);
    },
    [Symbol.dispose]() {},
  };
  return { sets, extractor };
}

/** What firstNumber gives for reals of domain c from `start`. */
const realSet = (c: number, start: number, count: number) =>
  Float32Array.from(
    { length: 2 * count },
    (_, i) => i % 2 ? 1 : unitOfByte[levelOf(c, start + i / 2)],
  );

Deno.test("reals stand against other reals, samples and translations, N against N", async () => {
  const model = tinyModel(), { sets, extractor } = firstNumber();
  const progress: number[] = [];
  const { otherFeatures } = await evaluate(model, brightDark(32, 8), {
    ...options,
    features: extractor,
    onProgress: (_, done) => void progress.push(done),
  });
  const { distances, ...rest } = otherFeatures!;
  assertEquals(rest, { features: "first number", width: 2, count: 3 }); // 7 reals: two sets of 3
  assertEquals(distances.map(({ source, domain }) => [source, domain]), [
    [null, "dark"],
    ["bright", "dark"],
    [null, "bright"],
    ["dark", "bright"],
  ]);
  assertEquals(sets.map(({ length }) => length), Array(8).fill(2 * 3));
  for (const c of [0, 1]) {
    const [reals, others, samples, translations] = sets.slice(4 * c);
    assertEquals([reals, others], [realSet(c, 0, 3), realSet(c, 3, 3)]);
    const floor = kernelDistance(reals, others, 2);
    assertEquals(distances.slice(2 * c, 2 * c + 2).map((d) => [d.kernelDistance, d.floor]), [
      [kernelDistance(reals, samples, 2), floor],
      [kernelDistance(reals, translations, 2), floor],
    ]);
  }
  assertEquals(progress, [...progress].sort((a, b) => a - b));
  assert(Math.abs(progress.at(-1)! - 1) < 1e-9);
  disposeModel(model);
});

Deno.test("featureCount is the limit, and no network means no distances", async () => {
  const model = tinyModel(), data = brightDark(32, 8), { extractor: features } = firstNumber();
  const limited = await evaluate(model, data, { ...options, features, featureCount: 2 });
  assertEquals(limited.otherFeatures!.count, 2);
  assertEquals("otherFeatures" in await evaluate(model, data, options), false);
  disposeModel(model);
});

Deno.test("features refuse what is too little before anything is trained", async () => {
  const model = tinyModel(), { sets, extractor: features } = firstNumber();
  const onProgress = () => assert(false, "training has begun");
  for (
    const [images, limits, message] of [
      [3, {}, "domain dark has 3"],
      [8, { count: 3 }, "count is 3"],
      [8, { featureCount: 1 }, "featureCount is 1"],
    ] as const
  ) {
    const refused = { ...options, ...limits, features, onProgress };
    await assertRejects(
      () => evaluate(model, brightDark(32, images), refused),
      RangeError,
      message,
    );
  }
  assertEquals(sets, []);
  disposeModel(model);
});
