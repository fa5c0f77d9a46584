// fixtures/python/read_model.py beside our own translation.
import { assert, assertEquals, assertGreater } from "@std/assert";
import { fileURLToPath } from "node:url";
import { cropToSquare, decodeImage, type RgbImage } from "../../mod.ts";
import type { Config } from "../../lib/config.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { bytesOfUnits } from "../../lib/images/unit_range.ts";
import { install } from "../../lib/kernels/install.ts";
import type { Model } from "../../lib/networks/model.ts";
import { createConfig } from "../../lib/presets.ts";
import { Random } from "../../lib/random.ts";
import { loadModel, saveModel } from "../../lib/training/checkpoint.ts";
import { translateImages } from "../../lib/translation/translate_images.ts";
import { filledModel } from "./onnx_pictures.ts";

/** A Python that has torch, numpy and PIL; CI names Debian's, and demands the tests so. */
const program = Deno.env.get("IM2IM_TEST_TORCH");

const script = fileURLToPath(new URL("../../fixtures/python/read_model.py", import.meta.url));
const fixture = (path: string) => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));

/** What a user types after the script's name. */
type Job = readonly [model: string, domain: string, source: string, target: string];

/** One process for all of them: starting PyTorch takes seconds. */
const ALL = "import json, sys; sys.path.insert(0, sys.argv[1]); import read_model\n" +
  "for job in json.loads(sys.argv[2]): read_model.main(*job)";

async function python(...args: string[]): Promise<void> {
  const { code, stderr } = await new Deno.Command(program!, {
    args,
    env: { PYTHONDONTWRITEBYTECODE: "1" },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
}

async function assertSamePictures(jobs: readonly Job[]): Promise<void> {
  let loaded: [path: string, model: Model] | undefined;
  for (const [path, domain, source, target] of jobs) {
    if (loaded?.[0] !== path) {
      loaded?.[1][Symbol.dispose]();
      loaded = [path, await loadModel(path)];
    }
    const [, model] = loaded, { size } = model.config;
    const square = cropToSquare(await decodeImage(await Deno.readFile(source)), size);
    const ours = bytesOfUnits(await translateImages(model, square, domain));
    const theirs: RgbImage = await decodeImage(await Deno.readFile(target));
    assertEquals([theirs.width, theirs.height], [size, size]);
    const apart = ours.map((v, i) => Math.abs(v - theirs.rgb[i])).reduce((a, b) => Math.max(a, b));
    const contrast = Math.max(...ours) - Math.min(...ours);
    assertGreater(contrast, 20, `${path}: a flat picture proves nothing`);
    assert(apart <= 1, `${path}, ${source} to ${domain}: ${apart} levels apart`);
  }
  loaded?.[1][Symbol.dispose]();
}

Deno.test({
  name: "PyTorch translates every face of fixtures/ as we do, with the shipped weights",
  ignore: program === undefined,
  async fn() {
    await install("wasm", { threads: 1 });
    const folder = await Deno.makeTempDir(), model = fixture("models/faces-64.safetensors");
    const jobs = ["man", "woman"].flatMap((kind) =>
      [1, 2, 3, 4].flatMap((n) =>
        ["man", "woman"].map((to): Job => {
          const source = fixture(`faces/${kind}-${n}.png`);
          return [model, to, source, `${folder}/${kind}-${n}-${to}.png`];
        })
      )
    );
    await python(script, ...jobs[0]); // as it is typed
    await python("-c", ALL, fixture("python"), JSON.stringify(jobs.slice(1)));
    await assertSamePictures(jobs);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test({
  name: "PyTorch reads every kind of network that a checkpoint may hold",
  ignore: program === undefined,
  async fn() {
    await install("wasm", { threads: 1 });
    const folder = await Deno.makeTempDir(), jobs: Job[] = [];
    const narrow = { size: 32, gf: 4, df: 1, ef: 4, z: 6, batch: 4 } as const;
    const configs: Config[] = [
      createConfig("paper", { ...narrow, size: 64 }),
      createConfig("release", narrow),
      createConfig("release", { ...narrow, gKernel: 4, dKernel: 3, labelEmbedding: 1 }),
      createConfig("release", { ...narrow, gNorm: "conditional", labelEmbedding: 0, gFull: 5 }),
      createConfig("modern", { ...narrow, size: 128, gLabelFrom: 32 }),
      createConfig("modern", { ...narrow, gFull: 0, gNorm: "batch", labelEmbedding: 3 }),
      createConfig("small", { ...narrow, eNorm: "layer" }),
      createConfig("tiny", { ...narrow, eNorm: "none", dKernel: 5 }),
    ];
    for (const [i, config] of configs.entries()) {
      using model = filledModel(config);
      const path = `${folder}/${i}.safetensors`, source = `${folder}/${i}.png`;
      await saveModel(path, { model, step1: 1, step2: 1 });
      const { size } = config, random = new Random(i);
      const rgb = Uint8Array.from({ length: size * size * 3 }, () => random.integer(256));
      await Deno.writeFile(source, encodePng({ width: size, height: size, rgb }));
      jobs.push([path, "b", source, `${folder}/${i}-b.png`]);
    }
    await python("-c", ALL, fixture("python"), JSON.stringify(jobs));
    await assertSamePictures(jobs);
    await Deno.remove(folder, { recursive: true });
  },
});
