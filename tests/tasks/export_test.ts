import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { onnxCodec } from "../../lib/export/onnx_messages.ts";
import { install } from "../../lib/kernels/install.ts";
import { createModel } from "../../lib/networks/model.ts";
import { createConfig } from "../../lib/presets.ts";
import { saveModel } from "../../lib/training/checkpoint.ts";
import { runTask } from "./task_process.ts";

const shipped = new URL("../../fixtures/models/faces-64.safetensors", import.meta.url).pathname;

Deno.test("export writes the shipped weights, and replaces nothing unless told", async () => {
  const folder = await Deno.makeTempDir(), out = `${folder}/new/model.onnx`;
  const first = await runTask("export", ["--model", "faces-64", "--out", out], folder);
  assertEquals(first.code, 0, first.stderr);
  assertStringIncludes(first.stdout, "in the order of c: man, woman");
  const bytes = await Deno.readFile(out), file = onnxCodec.decode("ModelProto", bytes);
  const props = Object.fromEntries(file.metadataProps!.map(({ key, value }) => [key!, value!]));
  assertEquals([props.part, props.size, props.preset], ["translate", "64", "small"]);
  assertStringIncludes(props.terms, "drawn by facesjs");
  assertEquals(file.graph!.input!.map(({ name }) => name), ["x", "c"]);

  const again = await runTask("export", ["--out", out, "--part", "encoder"], folder);
  assertEquals(again.code, 2);
  assertStringIncludes(again.stderr, "is there already: name another file, or add --overwrite");
  assertEquals(await Deno.readFile(out), bytes);

  const half = ["--out", out, "--half", "--part", "generator", "--overwrite", "--terms", "mine"];
  const told = await runTask("export", half, folder);
  assertEquals(told.code, 0, told.stderr);
  const replaced = await Deno.readFile(out), graph = onnxCodec.decode("ModelProto", replaced);
  assert(replaced.length < bytes.length / 3);
  assertEquals(graph.graph!.input!.map(({ name }) => name), ["z", "c"]);
  assertEquals(graph.metadataProps!.find(({ key }) => key === "terms")!.value, "mine");
  assertEquals([...Deno.readDirSync(`${folder}/new`)].map(({ name }) => name), ["model.onnx"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("export refuses what it cannot write, with the remedy", async () => {
  const folder = await Deno.makeTempDir();
  const wrong = async (args: string[], said: string) => {
    const { code, stderr } = await runTask("export", args, folder);
    assertEquals(code, 2, stderr);
    assertStringIncludes(stderr, said);
  };
  await Deno.copyFile(shipped, `${folder}/model.onnx`);
  await wrong(["--out", "model.bin"], "must end in .onnx");
  await wrong(["--out", "m.onnx", "--part", "decoder"], "one of translate, encoder, generator");
  await wrong(
    ["--model", "model.onnx", "--out", "model.onnx", "--overwrite"],
    "which is --model itself",
  );
  await wrong(["--model", "nowhere", "--out", "m.onnx"], "nowhere");
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["model.onnx"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a run without a trained encoder gives its generator alone", async () => {
  await install("wasm", { threads: 1 });
  const folder = await Deno.makeTempDir();
  {
    using model = createModel(createConfig("tiny", { gf: 2, df: 1, ef: 2 }), ["cats", "dogs"]);
    await saveModel(`${folder}/half.safetensors`, { model, step1: 1, step2: 0 });
  }
  const run = (...more: string[]) =>
    runTask("export", ["--model", "half.safetensors", "--out", "m.onnx", ...more], folder);
  const whole = await run();
  assertEquals(whole.code, 2);
  assertStringIncludes(whole.stderr, "has no trained encoder yet");
  const generator = await run("--part", "generator");
  assertEquals(generator.code, 0, generator.stderr);
  const file = onnxCodec.decode("ModelProto", await Deno.readFile(`${folder}/m.onnx`));
  const names = file.graph!.initializer!.map(({ name }) => name!);
  assert(names.includes("generator/up1/kernel") && !names.some((name) => /^encoder/.test(name)));
  const terms = file.metadataProps!.find(({ key }) => key === "terms")!.value!;
  assertStringIncludes(terms, "Not known");
  await Deno.remove(folder, { recursive: true });
});
