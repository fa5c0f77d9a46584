// Our files as the onnx package of PyPI checks them and ONNX Runtime runs them.
import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertGreater } from "@std/assert";
import { fileURLToPath } from "node:url";
import { configFields } from "../../lib/config.ts";
import { exportOnnx, type OnnxPart } from "../../lib/export/export_onnx.ts";
import { install } from "../../lib/kernels/install.ts";
import { createConfig, presetNames } from "../../lib/presets.ts";
import { encode, generate, translate } from "../../lib/translation/translate.ts";
import {
  contrast,
  filledModel,
  labels,
  levelsApart,
  noise,
  type Numbers,
  numbersOf,
} from "./onnx_pictures.ts";
import { python, pythonTest } from "./python.ts";

interface Job {
  readonly file: string;
  readonly inputs: Record<string, readonly number[]>;
  readonly output: string;
}

const bytesOf = ({ values }: Numbers) =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

pythonTest("every preset at every size, in each of its parts: within one level", async () => {
  await install("wasm", { threads: 1 });
  const folder = await Deno.makeTempDir(), jobs: Job[] = [], ours = new Map<string, Numbers>();
  const add = async (
    file: string,
    bytes: Uint8Array,
    inputs: Record<string, Numbers>,
    output: string,
    result: Numbers,
  ) => {
    const shapes = Object.entries(inputs).map(([name, { shape }]) => [name, shape]);
    jobs.push({ file, inputs: Object.fromEntries(shapes), output });
    ours.set(file, result);
    await Deno.writeFile(`${folder}/${file}`, bytes);
    for (const [name, numbers] of Object.entries(inputs)) {
      await Deno.writeFile(`${folder}/${file}.${name}`, bytesOf(numbers));
    }
  };
  for (const preset of presetNames) {
    for (const size of configFields.size.choices) {
      const changes = {
        gf: 8,
        df: 1,
        ef: 8,
        size,
        eNorm: size === 32 ? "layer" : undefined,
      } as const;
      using model = filledModel(createConfig(preset, changes));
      const x = noise(2, size), c = labels(2, 3), z = encode(model, x);
      const results = { y: translate(model, x, c), z, x: generate(model, z, c) };
      const numbers = {
        x: await numbersOf(x),
        c: await numbersOf(c),
        y: await numbersOf(results.y),
        z: await numbersOf(z),
        drawn: await numbersOf(results.x),
      };
      const part = (part: OnnxPart) => exportOnnx(model, { part });
      const name = `${preset}-${size}`;
      const { x: image, c: label } = numbers;
      await add(`${name}.onnx`, await part("translate"), { x: image, c: label }, "y", numbers.y);
      await add(`${name}-e.onnx`, await part("encoder"), { x: image }, "z", numbers.z);
      const given = { z: numbers.z, c: label };
      await add(`${name}-g.onnx`, await part("generator"), given, "x", numbers.drawn);
      tf.dispose([x, c, ...Object.values(results)]);
    }
  }
  await Deno.writeTextFile(`${folder}/jobs.json`, JSON.stringify(jobs));
  const lines = (await python([fileURLToPath(new URL("run_onnx.py", import.meta.url)), folder]))
    .trim().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.map(({ file }) => file), jobs.map(({ file }) => file));
  for (const { file, shape, opset, domains, wanted } of lines) {
    const expected = ours.get(file)!;
    const values = new Float32Array((await Deno.readFile(`${folder}/${file}.out`)).buffer);
    assertEquals([shape, opset, domains], [expected.shape, 17, ["a", "b", "c"]], file);
    const batches = Object.values<unknown[]>(wanted).map(([batch]) => batch);
    assertEquals([...new Set(batches)], ["batch"], file);
    if (file.endsWith("-e.onnx")) {
      const worst = expected.values.reduce((w, v, i) => Math.max(w, Math.abs(v - values[i])), 0);
      assert(worst < 1e-3, `${file}: z differs by ${worst}`);
      continue;
    }
    assertGreater(contrast(expected), 20, file);
    const apart = levelsApart(expected, { shape, values });
    assert(apart <= 1, `${file}: ${apart} levels apart`);
  }
  await Deno.remove(folder, { recursive: true });
});
